import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { Kv } from '../../kv/kv.ts';
import { equal } from '../../lib/bytes.ts';
import { MAX, SUM, total } from '../../lib/histogram.ts';
import { dayOf, HOUR, MINUTE, type Millis, millis, SLOT } from '../../lib/time.ts';
import { Writer } from '../../lib/writer.ts';
import { type Agent, type Application, applicationHash } from '../application.ts';
import type { Series } from '../map/map.ts';
import { MapStore } from '../map/store.ts';
import { ScatterStore } from '../scatter/store.ts';
import { SpanFacts } from '../span/facts.ts';
import { hashTraceId } from '../span/keys.ts';
import type { TraceId } from '../span/span.ts';
import { SpanStore } from '../span/store.ts';
import type { SpanWriter } from '../span-writer.ts';

const MYSQL_QUERY = 2101;

/** One request to the shop, whose span is received at `at` and which asks a database. */
export interface Call {
  readonly sequence: number;
  readonly at: Millis;
  readonly elapsed: number;
  readonly failed: boolean;
}

export const shop: Application = { service: 'DEFAULT', name: 'shop', type: 1210 };
export const database: Application = { service: 'DEFAULT', name: 'orders', type: MYSQL_QUERY };
const agent: Agent = { application: shop, agentId: 'shop-1', agentName: 'shop-1', startTime: 5 };
const id = Buffer.from(agent.agentId);

const message = new Writer();

/** A root PSpan by hand: version, transaction id, span id, parent -1. */
function spanBytes(sequence: number): Uint8Array {
  const transaction = message.u8(0x0a).sized(id).u8(0x10).varint(agent.startTime).u8(0x18).varint(sequence).take();
  message.u8(0x08).varint(1).u8(0x12).sized(transaction);
  const span = message.u8(0x19).u48(sequence).u16(0).u8(0x21).bytes(Buffer.alloc(8, 0xff)).take();
  return message.u8(0x0a).sized(span).take();
}

const halves = new Uint32Array(2);

function add(writer: SpanWriter, { sequence, at, elapsed, failed }: Call): void {
  const facts = new SpanFacts();
  facts.bytes = spanBytes(sequence);
  facts.to = facts.bytes.length;
  facts.agent = agent;
  facts.receivedAt = at;
  facts.isSpan = facts.isRoot = true;
  facts.elapsed = elapsed;
  facts.failed = failed;
  facts.serviceType = 1010;
  facts.applicationType = shop.type;
  facts.events = 1;
  facts.eventType[0] = MYSQL_QUERY;
  facts.eventElapsed[0] = elapsed;
  facts.eventFailed[0] = failed;
  facts.eventEndPoint[0] = writer.texts.idOf('db:3306');
  facts.eventDestination[0] = writer.texts.idOf(database.name);
  hashTraceId(id, 0, id.length, 0, agent.startTime, 0, sequence, halves);
  facts.traceHash.set(halves);
  writer.add(facts);
}

/** Has a writer write these calls in one flush, at once. */
export async function flush(writer: SpanWriter, calls: readonly Call[]): Promise<void> {
  mock.timers.enable({ apis: ['setTimeout'] });
  for (const call of calls) add(writer, call);
  const durable = writer.durable();
  mock.timers.tick(1_000);
  mock.timers.reset();
  await durable;
}

export const readersOf = (kv: Kv) => ({
  dots: new ScatterStore(kv),
  map: new MapStore(kv),
  spans: new SpanStore(kv, async (hash) => (equal(hash, applicationHash(shop)) ? shop : undefined)),
});

type Readers = ReturnType<typeof readersOf>;

/** Fails unless readers see these calls, each once: as dots, in the counts of any stretch, in quantiles and as traces. */
export async function assertReadable(kv: Kv, calls: readonly Call[], traces: readonly Call[] = calls): Promise<void> {
  if (calls.length === 0) return;
  const readers = readersOf(kv);
  const times = calls.map(({ at }) => at);
  const from = millis(Math.floor(Math.min(...times) / HOUR) * HOUR);
  const to = millis(Math.floor(Math.max(...times) / HOUR + 1) * HOUR);
  assert.deepEqual(await dotsOf(readers, from, to), calls.map(dotOf).sort(), 'dots');
  const middle = millis(from + Math.floor((to - from) / 2.9));
  for (const width of [MINUTE, SLOT, 3 * SLOT, HOUR]) {
    await assertCounted(readers, calls, from, to, width);
    await assertCounted(readers, calls, middle, to, width);
  }
  const sketches = await readers.map.sketches(shop, from, to);
  assert.equal(sketches.responses.count, inside(calls, from, to).length, 'quantiles');
  for (const call of traces) await assertTrace(readers, call);
}

const dotOf = ({ at, elapsed, failed }: Call): string => `${at} ${elapsed} ${failed}`;

async function dotsOf({ dots }: Readers, from: Millis, to: Millis): Promise<string[]> {
  const found: string[] = [];
  for await (const { dots: row } of dots.read(shop, from, to)) {
    row.time.forEach((time, at) => {
      if (time >= from && time < to) found.push(`${time} ${row.elapsed[at]} ${row.failed[at] === 1}`);
    });
  }
  return found.sort();
}

/** Whole minutes count. */
const inside = (calls: readonly Call[], from: Millis, to: Millis): Call[] =>
  calls.filter(({ at }) => at >= Math.floor(from / MINUTE) * MINUTE && at < Math.ceil(to / MINUTE) * MINUTE);

async function assertCounted(
  { map }: Readers,
  calls: readonly Call[],
  from: Millis,
  to: Millis,
  width: number,
): Promise<void> {
  const expected = new Map<number, number[]>();
  for (const { at, elapsed, failed } of inside(calls, from, to)) {
    const slot = Math.floor(at / width) * width;
    const [all = 0, errors = 0, sum = 0, max = 0] = expected.get(slot) ?? [];
    expected.set(slot, [all + 1, errors + (failed ? 1 : 0), sum + elapsed, Math.max(max, elapsed)]);
  }
  const sorted = [...expected].sort(([a], [b]) => a - b);
  const said = `${width / MINUTE} minutes from ${new Date(from).toISOString()}`;
  const { responses, agents, out } = await map.stretch(shop, from, to, width);
  assert.deepEqual(numbersOf(responses), sorted, `responses, ${said}`);
  assert.deepEqual(numbersOf(agents[0]?.series ?? new Map()), sorted, `responses of the agent, ${said}`);
  assert.deepEqual(numbersOf(out[0]?.series ?? new Map()), sorted, `calls out, ${said}`);
  const of = await map.stretch(database, from, to, width);
  assert.deepEqual(numbersOf(of.in[0]?.series ?? new Map()), sorted, `calls in, ${said}`);
}

const numbersOf = (series: Series): [number, number[]][] =>
  [...series].map(([slot, of]) => [
    slot,
    [total(of), total(of) - [0, 1, 2, 3].reduce((sum, at) => sum + (of[at] ?? 0), 0), of[SUM] ?? 0, of[MAX] ?? 0],
  ]);

async function assertTrace({ spans }: Readers, { sequence, at }: Call): Promise<void> {
  const trace = `${agent.agentId}^${agent.startTime}^${sequence}` as TraceId;
  const { parts } = await spans.trace(trace, [dayOf(at)]);
  assert.deepEqual(
    parts.map(({ receivedAt }) => receivedAt),
    [at],
    `trace ${sequence}`,
  );
}
