import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SampleRow, sample } from '../sample.ts';
import { statementsOf } from './statements.ts';

const run = (normalized: string, changes: Partial<SampleRow> & { readonly bind?: string } = {}): SampleRow => ({
  depth: 1,
  kind: 'sql',
  api: 'MYSQL',
  title: 'executeQuery()',
  sql: { text: normalized, normalized, binds: changes.bind === undefined ? [] : [changes.bind] },
  ...changes,
});

test('a statement has the sums of its executions, and preparing it is none', () => {
  const [first, second] = statementsOf(
    sample([
      { depth: 0, kind: 'server' },
      run('select 1', { title: 'prepareStatement(String sql)', elapsed: 900 }),
      run('select 1', { elapsed: 5, bind: 'a' }),
      run('select 1', { elapsed: 7, bind: 'b', exception: { className: 'E', message: '', chain: [] } }),
      run('select 2', { elapsed: 1 }),
    ]),
  );
  assert.deepEqual(
    [first?.normalized, first?.calls, first?.total, first?.max, first?.failed, first?.variants, first?.slowest],
    ['select 1', 2, 12, 7, 1, 2, 3],
  );
  assert.deepEqual([second?.normalized, second?.suspect], ['select 2', false]);
});

test('one span that runs a statement again and again is suspected of a query in a loop; five spans once each are not', () => {
  const loop = Array.from({ length: 5 }, (_, i) => run('select 3', { bind: `${i}` }));
  assert.equal(statementsOf(sample([{ depth: 0 }, ...loop]))[0]?.suspect, true);
  const spread = loop.map((row, i) => ({ ...row, spanId: `${i}` }));
  assert.equal(statementsOf(sample([{ depth: 0 }, ...spread]))[0]?.suspect, false);
});
