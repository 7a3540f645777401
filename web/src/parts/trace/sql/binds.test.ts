import assert from 'node:assert/strict';
import { test } from 'node:test';
import { putBinds } from './binds.ts';

test('binds stand in quotes where a question mark was', () => {
  assert.equal(putBinds('a=? and b=?', ['1', "it's"]), "a='1' and b='it''s'");
  assert.equal(putBinds('"foo ? bar" = ?', ['9']), `"foo ? bar" = '9'`);
  assert.equal(putBinds("'hi ? name''s foo' = ?", ['9']), "'hi ? name''s foo' = '9'");
  assert.equal(putBinds('/* ? */ ? -- ?', ['9']), "/* ? */ '9' -- ?");
  assert.equal(putBinds('? ? ?', ['1']), "'1' ? ?", 'what is not known stays open');
  assert.equal(putBinds('?', ['$&$1']), "'$&$1'");
});

test('a list of binds that the agent cut off is not taken for a value', () => {
  assert.equal(putBinds('a=? and b=?', ['kim', '...(2)']), "a='kim' and b=?");
});

test('statements of any text are filled in time, and do not become huge', () => {
  const started = performance.now();
  for (const text of ["'".repeat(50_001), '/*'.repeat(50_000), '"?'.repeat(50_000), '?'.repeat(100_000)]) {
    assert.ok(
      putBinds(
        text,
        Array.from({ length: 5_000 }, () => 'x'.repeat(1_000)),
      ).length < 400_000,
    );
  }
  assert.ok(performance.now() - started < 2000);
});
