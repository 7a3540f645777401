import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAgentInfoSchema, PStatMessageSchema } from '@finepoint/wire';
import { ProtoWriter } from '../../../bench/generate/proto-writer.ts';
import { decode } from '../../../server/src/ingest/service/decode.ts';
import { FactsReader } from '../../../server/src/ingest/span/read-facts.ts';
import { Failure } from '../../../server/src/lib/failure.ts';
import { ProtoReader } from '../../../server/src/lib/protobuf.ts';
import { millis } from '../../../server/src/lib/time.ts';
import { MapWriter } from '../../../server/src/store/map/writer.ts';
import { decodeMessage } from '../../../server/src/store/span/decode.ts';
import { SpanFacts } from '../../../server/src/store/span/facts.ts';

const MIB = 1024 * 1024;

/** The largest message there may be, and how long it may keep others waiting; what grows with the square takes minutes. */
const LIMIT = 4 * MIB - 1024;
const MS = 1_000;

const agent = {
  application: { service: 'DEFAULT', name: 'LARGE', type: 1210 },
  agentId: 'large-1',
  agentName: 'large-1',
  startTime: 1,
};

/** Fills a message of a span with as many of something as there is room for. */
function span(fill: (to: ProtoWriter, number: number) => void): Buffer {
  const to = new ProtoWriter(LIMIT * 2);
  const outer = to.enter(1);
  to.int(1, 1);
  to.leave(to.enter(2));
  for (let number = 0; to.written.length < LIMIT; number++) fill(to, number);
  to.leave(outer);
  return Buffer.from(to.written);
}

const text = (piece: string): string => piece.repeat(Math.floor(LIMIT / piece.length));

/** PSpan.annotation with a string, or with the bind values of a statement. */
function note(to: ProtoWriter, key: number, value: string): void {
  const annotation = to.enter(10);
  to.int(1, key);
  const inside = to.enter(2);
  if (key === 20) {
    const triple = to.enter(11);
    const binds = to.enter(3);
    to.string(1, value).leave(binds).leave(triple);
  } else to.string(1, value);
  to.leave(inside).leave(annotation);
}

const [SQL, URL, PARAMETER] = [20, 40, 41];

const hostile: Readonly<Record<string, () => Buffer>> = {
  'bind values that are addresses in a row': () => span((to) => note(to, SQL, text('a@b.c'))),
  'bind values of nothing but @': () => span((to) => note(to, SQL, text('@'))),
  'bind values of digits parted by dashes': () => span((to) => note(to, SQL, text('1-'))),
  'bind values that are card numbers': () => span((to) => note(to, SQL, text('4111 1111 1111 1111,'))),
  'a URL of parameters': () => span((to) => note(to, URL, `?${text('&token=1')}`)),
  'parameters without values': () => span((to) => note(to, PARAMETER, text('key'))),
  'as many URLs without a query as fit': () => span((to) => note(to, URL, 'a')),
  'as many addresses in URLs as fit': () => span((to) => note(to, URL, '?a@b.c')),
  'as many events as fit': () => span((to) => to.leave(to.enter(13))),
  'as many calls to as many hosts as fit': () =>
    span((to, number) => {
      const event = to.enter(13);
      to.sint(5, 9_052);
      const next = to.enter(12);
      const message = to.enter(1);
      to.string(3, `host-${number}`).leave(message).leave(next).leave(event);
    }),
  'as many attributes as fit': () => span((to) => to.leave(to.enter(17))),
  'as many trace ids as fit': () => span((to) => to.leave(to.enter(2))),
  'the longest trace id': () =>
    span((to) => {
      const id = to.enter(2);
      to.string(1, text('a')).leave(id);
    }),
  'as many unknown fields as fit': () => span((to) => to.int(100, 1)),
  'attributes in lists in lists': () => {
    // [7: a list of pairs { 1: a pair { 2: its value { 7: … } } }], wrapped from the inside out.
    let inner: Uint8Array = new Uint8Array(0);
    for (let level = 0; level < 3_000; level++) inner = wrap(7, wrap(1, wrap(2, inner)));
    return span((to) => to.raw(wrap(17, wrap(2, inner))));
  },
};

function wrap(field: number, inside: Uint8Array): Buffer {
  const to = new ProtoWriter(inside.length + 16);
  const mark = to.enter(field);
  return Buffer.from(to.raw(inside).leave(mark).written);
}

for (const [what, make] of Object.entries(hostile)) {
  test(`4 MiB of a span with ${what} keep nobody waiting`, () => {
    const bytes = make();
    const map = new MapWriter(Buffer.alloc(8));
    const facts = Object.assign(new SpanFacts(), { agent, receivedAt: millis(0) });
    const read = new FactsReader('mask');
    quick('reading it', () => {
      // Masking changes the bytes: each time it reads them as they came.
      read.read(new ProtoReader().reset(Buffer.from(bytes)), facts, map.texts);
      map.add(facts);
    });
    quick('decoding it', () => decodeMessage(bytes, agent, millis(0)));
  });
}

test('4 MiB of groups in groups keep nobody waiting', () => {
  const groups = Buffer.alloc(LIMIT, 0x0b);
  for (const schema of [PStatMessageSchema, PAgentInfoSchema]) quick(schema.name, () => decode(schema, groups));
  quick('a span', () => decodeMessage(groups, agent, millis(0)));
});

/** Does it up to three times: on a busy machine anything is slow once. */
function quick(what: string, work: () => void): void {
  const times: number[] = [];
  do {
    const before = performance.now();
    try {
      work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
    times.push(performance.now() - before);
  } while (Math.min(...times) > MS && times.length < 3);
  const best = Math.min(...times);
  if (process.env.TORTURE_SHOW) console.log(`${what}: ${best.toFixed(0)} ms`);
  assert.ok(best <= MS, `${what} took ${best.toFixed()} ms`);
}
