import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { putLiterals, splitList, statement } from './sql.ts';

test('parts of a list stand between commas, two commas are one of the part', () => {
  assert.deepEqual(splitList(''), []);
  assert.deepEqual(splitList('12,34'), ['12', '34']);
  assert.deepEqual(splitList('12,,34,123'), ['12,34', '123']);
  assert.deepEqual(splitList('12,,'), ['12,']);
  assert.deepEqual(splitList('12,'), ['12', '']);
});

test('any list is split as it was joined', () => {
  const join = (parts: string[]): string => parts.map((part) => part.replaceAll(',', ',,')).join(',');
  // Two commas could also be an empty part, or a part that begins with one: the format has this hole.
  const part = fc.string({ unit: fc.constantFrom('a', ',', "'", ' '), minLength: 1 }).filter((one) => one[0] !== ',');
  fc.assert(fc.property(fc.array(part), (parts) => assert.deepEqual(splitList(join(parts)), parts)));
});

test('literals are put back where they were taken out', () => {
  const cases: [string, string, string][] = [
    ["select * from t where a = 0# and b='1$'", '1,kim', "select * from t where a = 1 and b='kim'"],
    ['0# 1# 2# 3# 4# 5# 6# 7# 8# 9# 10#', '1,2,3,4,5,6,7,8,9,10,11', '1 2 3 4 5 6 7 8 9 10 11'],
    ["'0$'", "a''b,,c", "'a''b,c'"],
    ['-0#', '123', '-123'],
    ['0#-1#', '1.4e,10', '1.4e-10'],
    ['0#/*0#*/ 1#', '7,8', '7/*0#*/ 8'],
    ['-- 0#\n0#', '7', '-- 0#\n7'],
    ['// 0#\n0#', '7', '// 0#\n7'],
    ['/* 0#', '7', '/* 0#'],
    ['a1 + 22', '7', 'a1 + 22'],
  ];
  for (const [normalized, literals, text] of cases) assert.equal(putLiterals(normalized, splitList(literals)), text);
});

test('a place that no literal is left for stays as it is', () => {
  assert.equal(putLiterals('0# 10#', ['123', '345']), '123 10#');
  assert.equal(putLiterals("0# '99999999999999999999$'", ['1']), "1 '99999999999999999999$'");
  assert.equal(putLiterals('0#', []), '0#');
});

test('the space that the Java agent writes after a comma is not part of a bind', () => {
  assert.deepEqual(statement('?,?', '', 'a,  b').binds, ['a', ' b']);
});

test('statements of any text are read in time', () => {
  const started = performance.now();
  for (const text of [
    "'".repeat(50_001),
    '/*'.repeat(50_000),
    '"?'.repeat(50_000),
    '1#'.repeat(50_000),
    '-'.repeat(100_001),
  ]) {
    statement(text, '1,2', 'a,b');
  }
  assert.ok(performance.now() - started < 2000);
});

test('a small message does not become a huge text', () => {
  const normalized = 'select 0# '.repeat(5_000);
  const literal = 'x'.repeat(5_000);
  const { text } = statement(normalized, literal, '');
  assert.ok(text.length < 300_000, `${text.length}`);
  assert.ok(text.startsWith(`select ${literal}`) && text.endsWith('select 0# '));
});
