import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchMemory } from '../../bench/measure/process.ts';
import { Api } from '../system/api.ts';
import { type RunningServer, startServer } from '../system/server.ts';
import { type Flooded, flood } from './flood.ts';
import { sized } from './length.ts';
import { quickStart } from './quick-start.ts';

/** Calls under way when the server does the most that it can do, and ten times as many. */
const MOST = { connections: 40, inFlight: 4 };
const TEN_TIMES = { connections: 80, inFlight: 20 };
const BATCH = 50;

const SECONDS = sized(4, 15);
const OVERLOAD_SECONDS = sized(10, 60);

/** MiB of memory that belongs to no file, with 8 MiB of spans in flight at the most. */
const MEMORY = 600;

describe('ten times the load that the server can bear', () => {
  const from = Date.now() - 60_000;
  const application = { name: 'FLOOD', type: 'NODE' };
  let server: RunningServer;
  let floods = 0;
  let [first, overload, last]: Flooded[] = [];
  let peak = 0;
  const queries: number[] = [];
  const queriesAfter: number[] = [];

  const send = (load: typeof MOST, seconds: number): Promise<Flooded> =>
    flood({ ...load, port: server.ports.span, batch: BATCH, seconds, seed: ++floods });

  /** What a person looks at every half second: how long the answers take, ms. */
  async function look(times: number[], until: () => boolean): Promise<void> {
    const api = new Api(server);
    while (!until()) {
      const range = { from, to: Date.now() + 60_000 };
      for (const ask of [() => api.applications(), () => api.agents(), () => api.map(application, range)]) {
        const began = performance.now();
        await ask();
        times.push(performance.now() - began);
      }
      await sleep(500);
    }
  }

  before(async () => {
    server = await startServer({ env: { ...quickStart, FINEPOINT_BYTES_IN_FLIGHT: '8' } });
    first = await send(MOST, SECONDS);
    const memory = watchMemory(server.pid);
    let over = false;
    const looking = look(queries, () => over);
    overload = await send(TEN_TIMES, OVERLOAD_SECONDS);
    over = true;
    await looking;
    peak = memory().rssAnon;
    let looks = 0;
    const [after] = await Promise.all([send(MOST, SECONDS), look(queriesAfter, () => ++looks > SECONDS)]);
    last = after;
  });

  after(() => server.stop());

  test('throughput stays at nine tenths of the most there is', (t) => {
    const rate = (of: Flooded | undefined, seconds: number) => Math.round((of?.taken ?? 0) / seconds);
    const rates = [rate(first, SECONDS), rate(overload, OVERLOAD_SECONDS), rate(last, SECONDS)] as const;
    t.diagnostic(`${rates.join(', ')} spans/s before, meanwhile, afterwards`);
    // Others use this machine as well: the less of what was seen before and afterwards is what can be had.
    assert.ok(rates[1] >= 0.9 * Math.min(rates[0], rates[2]), `${rates.join(', ')} spans/s`);
  });

  test('whatever is not taken is answered that it may be sent again', (t) => {
    const { 0: taken = 0, 8: busy = 0, ...others } = overload?.statuses ?? {};
    t.diagnostic(`${taken} batches taken, ${busy} refused, the slowest after ${overload?.slowest} ms`);
    assert.deepEqual(others, {});
  });

  test('memory stays below its ceiling', (t) => {
    t.diagnostic(`${Math.round(peak)} MiB at the most`);
    assert.ok(peak > 0 && peak <= MEMORY, `${peak} MiB`);
  });

  test('pages are answered within two seconds', (t) => {
    const [p50, p95] = [quantile(queries, 0.5), quantile(queries, 0.95)];
    t.diagnostic(`${queries.length} queries: p50 ${Math.round(p50)} ms, p95 ${Math.round(p95)} ms`);
    assert.ok(p95 <= 2_000, `p95 ${p95} ms`);
  });

  test('afterwards all is as it was before', () => {
    assert.deepEqual(Object.keys(last?.statuses ?? {}), ['0'], 'nothing is refused');
    assert.ok(quantile(queriesAfter, 0.95) <= 2_000);
  });
});

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.POSITIVE_INFINITY;
}
