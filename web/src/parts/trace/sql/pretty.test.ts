import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pretty } from './pretty.ts';
import { tokens } from './tokens.ts';

const lines = (sql: string) =>
  pretty(sql)
    .map((token) => token.text)
    .join('')
    .split('\n');

test('each clause begins a line', () => {
  assert.deepEqual(lines('select id, name from orders where id = ? order by id desc limit 10'), [
    'select id, name',
    'from orders',
    'where id = ?',
    'order by id desc',
    'limit 10',
  ]);
});

test('conditions stand below their clause, but a range stays whole', () => {
  assert.deepEqual(lines("SELECT 1 FROM t WHERE a BETWEEN 1 AND 2 AND b = 'x and y' OR c IN (1,2)"), [
    'SELECT 1',
    'FROM t',
    'WHERE a BETWEEN 1 AND 2',
    "  AND b = 'x and y'",
    '  OR c IN (1, 2)',
  ]);
});

test('a join is a line, with all its words', () => {
  assert.deepEqual(lines('select * from a left outer join b on a.id = b.id inner join c using (id)'), [
    'select *',
    'from a',
    'left outer join b on a.id = b.id',
    'inner join c using (id)',
  ]);
});

test('a query inside parentheses is a step further in', () => {
  assert.deepEqual(lines('select * from (select id from t where x = 1) s'), [
    'select *',
    'from (',
    '  select id',
    '  from t',
    '  where x = 1',
    ') s',
  ]);
});

test('a long list has a line for each item', () => {
  const columns = Array.from({ length: 8 }, (_, i) => `o.some_column_${i}`);
  assert.equal(lines(`select ${columns.join(', ')} from o`).length, 9);
});

test('changes of data are laid out too', () => {
  assert.deepEqual(lines('insert into t (a,b) values (?,?)'), ['insert into t(a, b)', 'values (?, ?)']);
  assert.deepEqual(lines('delete from t where id=?'), ['delete from t', 'where id = ?']);
  assert.deepEqual(lines('update t set a=1 where id=2'), ['update t', 'set a = 1', 'where id = 2']);
});

test('a line comment does not swallow what follows it', () => {
  assert.deepEqual(lines('select 1 -- one\nfrom t'), ['select 1 -- one', 'from t']);
  assert.deepEqual(lines('select -- one\n a, b'), ['select -- one', 'a, b']);
});

test('tells keywords, strings, numbers and comments apart', () => {
  const kinds = tokens("select 'it''s', 42 /* why */ from \"T\"").filter((token) => token.kind !== 'space');
  assert.deepEqual(
    kinds.map((token) => token.kind),
    ['keyword', 'string', 'mark', 'number', 'comment', 'keyword', 'string'],
  );
});

test('of any text whatever, no character but white space is lost or added', () => {
  const bare = (text: string) => text.replaceAll(/\s/gu, '');
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(' select ', ' from ', '(', ')', "'", '"', '--', '\n', '/*', '*/', ',', ' and ', ' between '),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const sql = pieces.join('');
      assert.equal(
        tokens(sql)
          .map((token) => token.text)
          .join(''),
        sql,
      );
      assert.equal(
        bare(
          pretty(sql)
            .map((token) => token.text)
            .join(''),
        ),
        bare(sql),
      );
    }),
  );
});

test('hostile text takes no longer than its length allows', () => {
  const start = performance.now();
  for (const piece of ['(select ', "'", '/*', '*', ', a', '-- \n', '((((', ' and ']) pretty(piece.repeat(10_000));
  const took = performance.now() - start;
  assert.ok(took < 2_000, `${Math.round(took)} ms`);
  assert.equal(pretty('x'.repeat(200_000)).length, 1);
});
