import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { guides, safeName, type Target } from './guides.ts';

const target: Target = {
  host: '10.0.1.5',
  ports: { agent: 9991, stat: 9992, span: 9993 },
  tls: null,
  application: 'shop',
};
const codeOf = (guide: keyof typeof guides, changed: Partial<Target> = {}): string =>
  guides[guide]
    .steps({ ...target, ...changed })
    .map(({ code }) => code)
    .join('\n');

describe('every guide', () => {
  for (const id of ['java', 'node', 'python', 'php', 'go'] as const) {
    test(`${id}: names the application and this server`, () => {
      assert.match(codeOf(id), /shop/);
      assert.match(codeOf(id), /10\.0\.1\.5/);
    });
    test(`${id}: names ports that are not the usual ones`, () => {
      const code = codeOf(id, { ports: { agent: 19_991, stat: 19_992, span: 19_993 } });
      for (const port of ['19991', '19992', '19993']) assert.ok(code.includes(port), port);
    });
  }
});

test('usual ports need no lines, except where a program has no default for them', () => {
  for (const id of ['java', 'node', 'python', 'go'] as const) assert.doesNotMatch(codeOf(id), /999[123]/);
  assert.match(codeOf('php'), /PP_COLLECTOR_AGENT_SPAN_PORT=9993/);
});

test('Java turns TLS on for each of its channels', () => {
  assert.equal(codeOf('java', { tls: { agent: 9441, stat: 9442, span: 9443 } }).match(/ssl\.enable=true/g)?.length, 4);
  assert.doesNotMatch(codeOf('java'), /ssl/);
});

test('a name with characters that agents refuse is made to fit', () => {
  assert.equal(safeName('my shop: API'), 'my-shop-API');
  assert.equal(safeName('상점'), '-');
  assert.equal(safeName('a'.repeat(40)).length, 24);
});

test('an agent id stays within the 24 characters that agents take', () => {
  const code = codeOf('node', { application: 'a'.repeat(24) });
  const id = /PINPOINT_AGENT_ID=(\S+)/.exec(code)?.[1] ?? '';
  assert.equal(id, `${'a'.repeat(22)}-1`);
});
