import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { ApiError, apiUrl, get } from './api.ts';

const answers = (status: number, body: string, type: string) =>
  mock.method(globalThis, 'fetch', async () => new Response(body, { status, headers: { 'content-type': type } }));
const fails = async (): Promise<ApiError> => {
  const error = await get('/agents').catch((reason: unknown) => reason);
  assert.ok(error instanceof ApiError);
  return error;
};

beforeEach(() => mock.restoreAll());
afterEach(() => mock.restoreAll());

test('an address holds its parameters, and leaves out those that are not given', () => {
  assert.equal(
    apiUrl('/scatter', { application: 'a&b@GO', from: 0, live: false, agent: undefined, service: null }),
    '/api/v1/scatter?application=a%26b%40GO&from=0&live=false',
  );
  assert.equal(apiUrl('/setup'), '/api/v1/setup');
});

describe('an answer that is not the one asked for', () => {
  test('tells what the server says of it', async () => {
    const problem = { type: 'x', title: 'too wide', status: 400, code: 'RANGE_TOO_WIDE', detail: 'to', instance: '7' };
    answers(400, JSON.stringify(problem), 'application/problem+json');
    assert.deepEqual((await fails()).problem, problem);
  });

  test('from a proxy whose server is down is a server that cannot be reached', async () => {
    answers(502, '<html>Bad Gateway</html>', 'text/html');
    const error = await fails();
    assert.deepEqual([error.code, error.status], ['UNREACHABLE', 502]);
  });

  test('that is cut off still has its status', async () => {
    answers(500, '{"title":', 'application/problem+json');
    assert.equal((await fails()).status, 500);
  });

  test('from nowhere is a server that cannot be reached', async () => {
    mock.method(globalThis, 'fetch', async () => {
      throw new TypeError('fetch failed');
    });
    assert.deepEqual([(await fails()).code, (await fails()).status], ['UNREACHABLE', 0]);
  });

  test('because nobody waits any more is no failure of the server', async () => {
    const waiting = new AbortController();
    waiting.abort();
    mock.method(globalThis, 'fetch', async () => {
      throw new DOMException('aborted', 'AbortError');
    });
    await assert.rejects(get('/agents', {}, waiting.signal), { name: 'AbortError' });
  });
});
