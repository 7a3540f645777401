import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryKv } from '../../kv/memory.ts';
import { HOUR, MINUTE, millis, SECOND } from '../../lib/time.ts';
import { flush, readersOf, shop } from '../../store/settle/shop.test-data.ts';
import { SpanWriter } from '../../store/span-writer.ts';
import { newWriterId } from '../../store/writer-id.ts';
import { SCAN_LIMITS, type ScanBatch, scanTraces } from './scan.ts';

const START = millis(Date.UTC(2026, 10, 24, 9, 55));

/** A request a second for half an hour, over the turn of an hour and of three slots, by two writers in turn. */
async function written(): Promise<MemoryKv> {
  const kv = new MemoryKv();
  const writers = [new SpanWriter(kv, newWriterId(START)), new SpanWriter(kv, newWriterId(millis(START + 1)))];
  for (let minute = 0; minute < 30; minute++) {
    const calls = Array.from({ length: 60 }, (_, second) => ({
      sequence: minute * 60 + second,
      at: millis(START + minute * MINUTE + second * SECOND),
      elapsed: 20,
      failed: false,
    }));
    const writer = writers[minute % 2];
    if (writer !== undefined) await flush(writer, calls);
  }
  return kv;
}

const scan = (kv: MemoryKv, from: number, to: number, more = {}) =>
  Array.fromAsync(
    scanTraces(readersOf(kv).spans, { applications: [shop, shop], from: millis(from), to: millis(to), ...more }),
  );

const idsOf = (batches: readonly ScanBatch[]): string[] =>
  batches.flatMap(({ traces }) => traces.map(({ traceId }) => traceId));

test('every trace of the range comes once, and no other', async () => {
  const kv = await written();
  const batches = await scan(kv, START + 3 * MINUTE, START + 20 * MINUTE);
  const expected = Array.from({ length: 17 * 60 }, (_, second) => `shop-1^5^${3 * 60 + second}`);
  assert.deepEqual(idsOf(batches).sort(), expected.sort());
  const last = batches.at(-1);
  assert.equal(last?.end, 'complete');
  assert.equal(last?.share, 1);
  assert.ok(batches.every(({ traces }) => traces.every(({ whole }) => whole)));
});

test('reads no further than it must', async () => {
  const kv = await written();
  const batches = await scan(kv, START + 28 * MINUTE, START + 30 * MINUTE);
  assert.equal(idsOf(batches).length, 120);
  // The other writer's newest chunk, and what may belong to traces that were under way at the start of the range.
  assert.ok((batches.at(-1)?.spans ?? 0) <= 300, `${batches.at(-1)?.spans} spans`);
});

test('a limit ends the scan with what it has, and says so', async () => {
  const kv = await written();
  const batches = await scan(kv, START, START + HOUR, { limits: { ...SCAN_LIMITS, spans: 200 } });
  const last = batches.at(-1);
  assert.equal(last?.end, 'spans');
  assert.ok((last?.share ?? 1) < 1);
  const ids = idsOf(batches);
  assert.ok(ids.length >= 180 && ids.length < 400, `${ids.length} traces`);
  assert.ok(ids.includes('shop-1^5^1799'), 'the newest come first');
});

test('who leaves ends the scan', async () => {
  const gone = new AbortController();
  gone.abort();
  const batches = await scan(await written(), START, START + HOUR, { signal: gone.signal });
  assert.equal(batches.at(-1)?.end, 'stopped');
});
