import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compare, equal } from '../../lib/bytes.ts';
import type { Table } from '../kv.ts';
import { boundsOf, keyOf, prefixOf, splitKey, tableBounds } from './key.ts';

const tableOf = (id: number): Table => ({ name: `${id}`, id, family: 'f', period: 'permanent' });
const table = fc.integer({ min: 1, max: 255 }).map(tableOf);
// Long enough for partitions whose length takes two bytes.
const bytes = fc.oneof(fc.uint8Array({ maxLength: 3 }), fc.uint8Array({ minLength: 120, maxLength: 140 }));

const inside = (key: Uint8Array, { gte, gt, lt }: ReturnType<typeof tableBounds>): boolean =>
  (!gte || compare(key, gte) >= 0) && (!gt || compare(key, gt) > 0) && (!lt || compare(key, lt) < 0);

describe('keys of an index', () => {
  it('give back partition and sort', () => {
    fc.assert(
      fc.property(table, bytes, bytes, (of, partition, sort) => {
        const split = splitKey(keyOf({ table: of, partition, sort }));
        assert.ok(equal(split.partition, partition) && equal(split.sort, sort));
      }),
    );
  });

  it('of one partition order as their sort keys do', () => {
    fc.assert(
      fc.property(table, bytes, bytes, bytes, (of, partition, a, b) => {
        const keys = [a, b].map((sort) => keyOf({ table: of, partition, sort }));
        assert.equal(compare(keys[0] ?? a, keys[1] ?? b), compare(a, b));
      }),
    );
  });

  it('lie inside the bounds of their own table and partition and of no other', () => {
    fc.assert(
      fc.property(table, table, bytes, bytes, bytes, (mine, other, partition, stranger, sort) => {
        const key = keyOf({ table: mine, partition, sort });
        const whole = (of: Table, name: Uint8Array) => boundsOf(prefixOf({ table: of, partition: name }), {});
        assert.ok(inside(key, tableBounds(mine, undefined)));
        assert.equal(inside(key, tableBounds(other, undefined)), mine.id === other.id);
        assert.ok(inside(key, whole(mine, partition)));
        assert.equal(inside(key, whole(mine, stranger)), equal(partition, stranger));
        assert.equal(inside(key, tableBounds(mine, { table: mine, partition, sort })), false);
      }),
    );
  });
});
