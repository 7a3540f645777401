import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FaultCode } from './fault.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import type { Query } from './query.ts';

function read(text: string): Query {
  const parsed = parse(text);
  if ('fault' in parsed) assert.fail(`${text}: ${parsed.fault.code} at ${parsed.fault.at}`);
  return parsed.query;
}

/** Queries as they are written, and as they are printed: what was meant, in the shortest words. */
const meanings: readonly (readonly [string, string])[] = [
  ['', ''],
  ['status:error duration>500ms', 'status:error duration>500ms'],
  ['a AND b', 'a b'],
  ['a OR b c', 'a OR b c'],
  ['(a OR b) c', '(a OR b) c'],
  ['((a) (b (c)))', 'a b c'],
  ['NOT status:ok', '-status:ok'],
  ['-(a b)', '-(a b)'],
  ['-(a)', '-a'],
  ['application:shop-api', 'app:shop-api'],
  ['rpc:/order/*', 'endpoint:/order/*'],
  ['/order/*', 'endpoint:/order/*'],
  ['/order/42?x=1', '/order/42?x=1'],
  ['"a b"', '"a b"'],
  ['http.url:http://shop/a?b=c', 'http.url:http://shop/a?b=c'],
  ['http.url:"/a b"*', 'http.url:"/a b"*'],
  ['sql:"count(*)"', 'sql:"count(*)"'],
  ['say:"a \\"b\\" \\\\"', 'say:"a \\"b\\" \\\\"'],
  ['user.id:(42 OR 43)', 'user.id:42 OR user.id:43'],
  ['user.id:(42 OR -"a b") a', '(user.id:42 OR -user.id:"a b") a'],
  ['duration:100ms..2s', 'duration:100ms..2000ms'],
  ['duration > 1.5s', 'duration>1500ms'],
  ['duration<=800us', 'duration<=0.8ms'],
  ['duration:..2s', 'duration<=2000ms'],
  ['duration:7', 'duration:7ms'],
  ['status:5xx', 'status:500..599'],
  ['status>=500', 'status>=500'],
  ['status:404', 'status:404'],
  ['status:FAILED', 'status:error'],
  ['http.status.code:400..499', 'http.status.code:400..499'],
  ['retries>=-1', 'retries>=-1'],
  ['40:/x', 'annotation.40:/x'],
  ['annotation.-50:x', 'annotation.-50:x'],
  ['attribute.status:done', 'attribute.status:done'],
  ['exception:*', 'exception:*'],
  ['Shop-1^0017^2', 'trace:Shop-1^17^2'],
  ['4BF92F3577B34DA6A3CE929D0E0E4736', 'trace:4bf92f3577b34da6a3ce929d0e0e4736'],
  ['or and not', 'or and not'],
];

for (const [written, meant] of meanings) {
  test(`${written || 'nothing'} means ${meant || 'everything'}`, () => assert.equal(print(read(written)), meant));
}

/** What is wrong, and the part of the query that is marked. */
const wrong: readonly (readonly [string, FaultCode, string])[] = [
  ['a "b c', 'QUOTE_OPEN', '"b c'],
  ['(a OR b', 'GROUP_OPEN', '('],
  ['a) b', 'GROUP_EXTRA', ')'],
  ['a ()', 'GROUP_EMPTY', '()'],
  ['a OR', 'TERM_MISSING', 'OR'],
  ['a AND OR b', 'TERM_MISSING', 'AND'],
  ['NOT', 'TERM_MISSING', 'NOT'],
  ['OR a', 'TERM_MISSING', 'OR'],
  ['app: shop', 'VALUE_MISSING', ':'],
  ['duration>', 'VALUE_MISSING', '>'],
  ['>5', 'KEY_MISSING', '>'],
  ['a *', 'STAR_ALONE', '*'],
  ['duration:fast', 'DURATION_WRONG', 'fast'],
  ['duration:5..x', 'DURATION_WRONG', '5..x'],
  ['status:bad', 'STATUS_WRONG', 'bad'],
  ['user.id>many', 'NUMBER_WRONG', 'many'],
  ['app>5', 'COMPARE_WRONG', '5'],
  ['duration:2s..1s', 'RANGE_WRONG', '2s..1s'],
  ['trace:17', 'TRACE_WRONG', '17'],
  [`${'('.repeat(17)}a${')'.repeat(17)}`, 'TOO_DEEP', '('],
  [`${'-'.repeat(17)}a`, 'TOO_DEEP', '-'],
  [Array.from({ length: 65 }, () => 'a').join(' '), 'TOO_MANY', 'a'],
  ['a'.repeat(2_001), 'TOO_LONG', 'a'],
];

for (const [text, code, marked] of wrong) {
  test(`${text.slice(0, 20)}: ${code} at ${marked}`, () => {
    const parsed = parse(text);
    assert.ok('fault' in parsed, 'was read');
    assert.equal(parsed.fault.code, code);
    assert.equal(text.slice(parsed.fault.at, parsed.fault.at + parsed.fault.length), marked);
  });
}

const piece = fc.constantFrom(
  ...[
    'a',
    'AND',
    'OR',
    'NOT',
    '-',
    '(',
    ')',
    ':',
    '>',
    '<=',
    '=',
    '"',
    '\\',
    '*',
    '..',
    '/x',
    'http://y',
    'app',
    'status',
  ],
  ...[
    'duration',
    '5ms',
    'user.id',
    '42',
    ' ',
    ' ',
    ' ',
    'ok',
    '5xx',
    'a^1^2',
    'attribute.',
    'annotation.-5',
    '한글',
    '\u{1f600}',
  ],
);
const anyText = fc.oneof(
  fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc.string({ maxLength: 60 }),
);

test('whatever is typed is read or answered with a place inside it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const parsed = parse(text);
      if ('query' in parsed) return;
      assert.ok(parsed.fault.at >= 0 && parsed.fault.length >= 0);
      assert.ok(parsed.fault.at + parsed.fault.length <= text.length);
    }),
    { numRuns: 3_000 },
  );
});

test('what is printed is read as the same query', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const parsed = parse(text);
      if ('fault' in parsed) return;
      const printed = print(parsed.query);
      assert.deepEqual(read(printed), parsed.query, printed);
    }),
    { numRuns: 5_000 },
  );
});

test('a long query is read in a moment', () => {
  const begun = performance.now();
  for (const text of [
    '-'.repeat(2_000),
    '('.repeat(2_000),
    '"\\'.repeat(1_000),
    '* '.repeat(1_000),
    ': '.repeat(1_000),
  ])
    parse(text);
  assert.ok(performance.now() - begun < 500);
});
