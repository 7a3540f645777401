import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryKv } from '../../kv/memory.ts';
import { type Day, dayOf, millis } from '../../lib/time.ts';
import { newWriterId } from '../writer-id.ts';
import { SpanCounter, SpanCounts } from './counts.ts';

const NOW = millis(Date.UTC(2026, 10, 25, 13));
const today = dayOf(NOW);
const ago = (days: number): Day => (today - days) as Day;

test('writers add up, a flush that is written again does not, and days are kept apart', async () => {
  const kv = new MemoryKv();
  const [one, other] = [new SpanCounter(newWriterId(NOW)), new SpanCounter(newWriterId(NOW))];
  await kv.write(
    one.rows([
      [today, 3],
      [today, 2],
      [ago(1), 7],
    ]),
  );
  const again = other.rows([[today, 10]]);
  await kv.write(again);
  await kv.write(again);
  await kv.write(one.rows([[today, 1]]));
  const counts = new SpanCounts(kv, () => NOW);
  assert.equal(await counts.of(today), 16);
  assert.equal(await counts.of(ago(1)), 7);
});

test('a day of which nobody counted is not a day without spans', async () => {
  const kv = new MemoryKv();
  await kv.write(new SpanCounter(newWriterId(NOW)).rows([[ago(3), 0]]));
  const counts = new SpanCounts(kv, () => NOW);
  assert.deepEqual([await counts.of(ago(3)), await counts.of(ago(4))], [0, undefined]);
});

test('days that are over are read once, today and yesterday each time', async () => {
  class CountingKv extends MemoryKv {
    scans = 0;
    override async *scan(...args: Parameters<MemoryKv['scan']>) {
      this.scans++;
      yield* super.scan(...args);
    }
  }
  const kv = new CountingKv();
  const counts = new SpanCounts(kv, () => NOW);
  for (const days of [0, 1, 2, 0, 1, 2]) await counts.of(ago(days));
  assert.equal(kv.scans, 5);
});
