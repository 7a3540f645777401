import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTraceId } from './trace-id.ts';

test('a trace id of Pinpoint is agent, start and sequence', () => {
  assert.equal(parseTraceId('node-1^1795419005129^1'), 'node-1^1795419005129^1');
  assert.equal(
    parseTraceId('a^9223372036854775807^-9223372036854775808'),
    'a^9223372036854775807^-9223372036854775808',
  );
});

test('a fourth field is dropped and numbers become plain decimals, so that one trace has one name', () => {
  assert.equal(parseTraceId('a^1^2^3'), 'a^1^2');
  assert.equal(parseTraceId('a^1^2^'), 'a^1^2');
  assert.equal(parseTraceId('a^007^-0'), 'a^7^0');
});

test('a W3C trace id is 32 hexadecimal digits in lower case', () => {
  assert.equal(parseTraceId('4BF92F3577B34DA6A3CE929D0E0E4736'), '4bf92f3577b34da6a3ce929d0e0e4736');
  assert.equal(parseTraceId('0'.repeat(32)), undefined, 'which W3C calls invalid');
});

test('anything else is no trace id', () => {
  for (const text of [
    '',
    'a',
    '^1^2',
    'a^1',
    'a^b^1',
    'a^1^2^3^4',
    'a^1^',
    'a^1.5^2',
    '4bf92f35',
    `${'a'.repeat(256)}^1^2`,
  ])
    assert.equal(parseTraceId(text), undefined, text);
});
