import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { type RunningServer, startServer } from './server.ts';

describe('a UI for other machines', () => {
  let server: RunningServer;
  let token: string;

  before(async () => {
    server = await startServer({ args: ['--listen', '0.0.0.0'] });
    token = /\?token=([\w-]+)/.exec(server.output())?.[1] ?? '';
  });

  after(() => server.stop());

  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.ui}${path}`, { headers, redirect: 'manual' });

  test('needs the token that start printed, which nobody guesses', async () => {
    assert.ok(token.length >= 32, server.output());
    assert.equal(server.output().split(token).length, 2, 'it is printed once');
    for (const path of [
      '/',
      '/api/v1/setup',
      '/api/v1/storage',
      '/metrics',
      '/api/openapi.json',
      '/assets/index.js',
      '/agents',
    ]) {
      const answer = await ask(path);
      assert.equal(answer.status, 401, path);
      assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
      const problem: { code: string; status: number; detail: string } = JSON.parse(await answer.text());
      assert.equal(problem.code, 'TOKEN_WRONG');
      assert.ok(!JSON.stringify(problem).includes(token));
    }
  });

  test('opens with the address that start printed, and leaves the token out of the address bar', async () => {
    const first = await ask(`/agents?token=${token}&range=1h`);
    assert.equal(first.status, 303);
    assert.equal(first.headers.get('location'), '/agents?range=1h');
    const cookie = first.headers.get('set-cookie') ?? '';
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Strict/);
    const opened = await ask('/api/v1/setup', { cookie: cookie.split(';')[0] ?? '' });
    assert.equal(opened.status, 200);
  });

  test('takes the token of a program in its header', async () => {
    assert.equal((await ask('/api/v1/setup', { authorization: `Bearer ${token}` })).status, 200);
  });

  test('takes no other token, however it is shown', async () => {
    for (const wrong of ['', 'x', `${token}x`, token.slice(1), token.toLowerCase()]) {
      assert.equal((await ask(`/api/v1/setup?token=${wrong}`)).status, 401);
      assert.equal((await ask('/api/v1/setup', { authorization: `Bearer ${wrong}` })).status, 401);
      assert.equal((await ask('/api/v1/setup', { cookie: `finepoint_token=${wrong}` })).status, 401);
    }
  });

  test('leads nowhere else, whatever address is opened with the token', async () => {
    for (const path of ['//elsewhere.example/', '/.//elsewhere.example/', '/%2e//elsewhere.example/']) {
      const location = await locationOf(`${path}?token=${token}`);
      assert.equal(new URL(location, server.ui).origin, server.ui, `${path} → ${location}`);
    }
  });

  /** Where the server sends on to. Of `fetch` the path would come tidied. */
  async function locationOf(path: string): Promise<string> {
    const { port } = new URL(server.ui);
    const [answer]: IncomingMessage[] = await once(get({ port, path }), 'response');
    answer?.resume();
    return answer?.headers.location ?? '/';
  }
});

describe('a UI for this machine', () => {
  let server: RunningServer;

  before(async () => {
    server = await startServer();
  });

  after(() => server.stop());

  /** As a page of the web that made its own name stand for this machine. */
  async function askAs(host: string, path = '/api/v1/setup'): Promise<{ status: number | undefined; body: string }> {
    const { port } = new URL(server.ui);
    const request = get({ port, path, headers: { host } });
    const [answer]: IncomingMessage[] = await once(request, 'response');
    return { status: answer?.statusCode, body: answer === undefined ? '' : await text(answer) };
  }

  test('answers to names of this machine only', async () => {
    for (const host of ['localhost', 'localhost:8080', '127.0.0.1', '[::1]:8080']) {
      assert.equal((await askAs(host)).status, 200, host);
    }
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.0.2.1']) {
      const { status, body } = await askAs(host);
      assert.equal(status, 403, host);
      assert.match(body, /HOST_FORBIDDEN/);
    }
  });

  test('lets no other site embed it or read it', async () => {
    const { headers } = await fetch(server.ui);
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('access-control-allow-origin'), null);
  });
});
