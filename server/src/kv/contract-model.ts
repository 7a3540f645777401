import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Bytes, compare, EMPTY, equal, hex, text, utf8 } from '../lib/bytes.ts';
import { type Day, day } from '../lib/time.ts';
import { daily, dumped, rows, today } from './contract-rows.ts';
import type { Kv, Op, Range } from './kv.ts';

/** Random batches, swaps and ranges: whatever is done, `kv` shows what a plain sorted array would. */
export async function agreesWithModel(kv: Kv): Promise<void> {
  let run = 0;
  const property = fc.asyncProperty(steps, ranges, async (todo, looks) => {
    // A day of its own for each run: the store need not be opened anew.
    const of = day(today + run++);
    const model: ModelRow[] = [];
    for (const step of todo) {
      if ('swap' in step) {
        const { partition, sort } = step.swap;
        const expected = step.right ? modelGet(model, partition, sort) : step.expected;
        const wins = same(modelGet(model, partition, sort), expected);
        assert.equal(await kv.swap({ table: daily, day: of, partition, sort }, expected, step.next), wins);
        if (wins) modelApply(model, partition, sort, step.next);
      } else {
        await kv.write(step.batch.map((each) => toOp(each, of)));
        for (const { partition, sort, value } of step.batch) modelApply(model, partition, sort, value);
      }
    }
    for (const partition of partitions) {
      for (const range of looks) {
        const found = await rows(kv, { table: daily, day: of, partition }, range);
        const expected = modelScan(model, partition, range);
        assert.deepEqual(
          found.map(([sort]) => hex(sort)),
          expected.map(({ sort }) => hex(sort)),
        );
        assert.ok(found.every(([, value], index) => value === text(expected[index]?.value ?? EMPTY)));
      }
    }
    assert.equal((await dumped(kv, daily, of)).length, model.length);
  });
  await fc.assert(property, { numRuns: 40 });
}

interface ModelRow {
  readonly partition: Bytes;
  readonly sort: Bytes;
  readonly value: Bytes;
}
interface Change {
  readonly partition: Bytes;
  readonly sort: Bytes;
  readonly value: Bytes | undefined;
}

const same = (a: Bytes | undefined, b: Bytes | undefined): boolean => (a && b ? equal(a, b) : a === b);

const modelGet = (model: readonly ModelRow[], partition: Bytes, sort: Bytes): Bytes | undefined =>
  model.find((each) => equal(each.partition, partition) && equal(each.sort, sort))?.value;

function modelApply(model: ModelRow[], partition: Bytes, sort: Bytes, value: Bytes | undefined): void {
  const index = model.findIndex((each) => equal(each.partition, partition) && equal(each.sort, sort));
  if (index >= 0) model.splice(index, 1);
  if (value) model.push({ partition, sort, value });
  model.sort((a, b) => compare(a.sort, b.sort));
}

function modelScan(model: readonly ModelRow[], partition: Bytes, { from, to, reverse, limit }: Range): ModelRow[] {
  const found = model.filter((each) => equal(each.partition, partition));
  const inside = found.filter(({ sort }) => (!from || compare(sort, from) >= 0) && (!to || compare(sort, to) < 0));
  return (reverse ? inside.reverse() : inside).slice(0, limit);
}

const toOp = ({ partition, sort, value }: Change, of: Day): Op =>
  value
    ? { table: daily, day: of, partition, sort, put: value }
    : { table: daily, day: of, partition, sort, del: true };

// Few and short keys of the bytes at the edges, so that random operations meet each other.
const partitions = [[], [0x00], [0x01], [0x01, 0x00], [0xff]].map((bytes) => Uint8Array.from(bytes));
const partition = fc.constantFrom(...partitions);
const sort = fc
  .array(fc.constantFrom(0x00, 0x01, 0x7f, 0x80, 0xff), { maxLength: 2 })
  .map((bytes) => Uint8Array.from(bytes));
const value = fc
  .tuple(fc.constantFrom(0, 1, 20, 1_024, 3_000), fc.string({ maxLength: 4 }))
  .map(([size, tail]) => utf8('v'.repeat(size) + tail));
const maybe = fc.option(value, { nil: undefined });
const change = fc.record({ partition, sort, value: maybe });
const swap = fc.record({ swap: fc.record({ partition, sort }), right: fc.boolean(), expected: maybe, next: maybe });
const steps = fc.array(fc.oneof(fc.record({ batch: fc.array(change, { maxLength: 8 }) }), swap), { maxLength: 8 });
const bound = fc.option(sort, { nil: undefined });
const limit = fc.option(fc.nat(5), { nil: undefined });
const range = fc.record({ from: bound, to: bound, reverse: fc.boolean(), limit });
const ranges = fc.array(range, { minLength: 1, maxLength: 3 });
