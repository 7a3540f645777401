/**
 * A stand-in for the server while pages are built: every route of the API with plausible figures of a made-up shop.
 * `node web/mock/server.mjs`, then `npx vite` in web/. PORT=8080 · EMPTY=1: no agent ever connected · SLOW=ms · FAIL=1
 */
import { createServer } from 'node:http';
import { scatter, transactions } from './dots.mjs';
import { panel, serverMap } from './map.mjs';
import { agentsOf, applications, find } from './shop.mjs';
import { storage } from './storage.mjs';
import { traceOf } from './trace.mjs';

const { PORT = '8080', EMPTY, SLOW, FAIL } = process.env;
const shop = EMPTY ? [] : applications;

const problem = (status, code, title) => ({
  status,
  body: { type: 'about:blank', title, status, code, detail: '', instance: 'mock-1' },
});
const unknown = problem(404, 'APPLICATION_UNKNOWN', 'no such application is known; check its name and type');

const refusals = (now) => [
  {
    at: now - 8_000,
    count: 14,
    address: '10.0.4.17',
    method: '/v1.Agent/RequestAgentInfo',
    agentId: 'inventory service 1',
    applicationName: 'inventory',
    reason: 'HEADER_INVALID: agentid holds a space',
  },
  {
    at: now - 3_700_000,
    count: 2,
    address: '10.0.9.3',
    method: '/v1.Span/SendSpan',
    agentId: '',
    applicationName: '',
    reason: 'HEADER_INVALID: applicationname is missing',
  },
];

function answer(path, query, now) {
  const range = { ...query, from: Number(query.from), to: Number(query.to) };
  const member = find(query.application ?? '', query.service);
  switch (path) {
    case '/applications':
      return shop.map((one) => {
        const agents = agentsOf(one, now);
        return {
          ...one.application,
          agents: agents.filter(({ state }) => state === 'running').length,
          lastSeen: Math.max(...agents.map(({ lastSeen }) => lastSeen)),
        };
      });
    case '/agents':
      return shop
        .flatMap((one) => agentsOf(one, now))
        .filter(({ state }) => query.stopped === 'true' || state !== 'shutdown');
    case '/agents/refused':
      return EMPTY ? refusals(now).slice(0, 1) : refusals(now);
    case '/setup': {
      const agents = shop.flatMap((one) => agentsOf(one, now));
      return {
        version: '0.1.0',
        now,
        addresses: ['10.0.1.5', 'finepoint.internal'],
        ports: { agent: 9991, stat: 9992, span: 9993 },
        tls: null,
        agents: agents.length,
        running: agents.filter(({ state }) => state === 'running').length,
      };
    }
    case '/storage':
      return storage(now, Boolean(EMPTY));
    case '/server-map':
      return member ? serverMap(member, range) : unknown;
    case '/server-map/panel':
      return member ? panel(query.node ?? query.link ?? member.key, range, now) : unknown;
    case '/scatter':
      return member ? scatter(member, range, now) : unknown;
    case '/transactions':
      return member ? transactions(member, range, now) : unknown;
  }
  const trace = /^\/traces\/([^/]+)$/.exec(path);
  if (trace) {
    const id = decodeURIComponent(trace[1]);
    const sequence = Number(id.split('^')[2]);
    return traceOf(id, 200 + (sequence % 13) * 90, sequence % 3 === 0);
  }
  return problem(404, 'ADDRESS_UNKNOWN', 'there is nothing at this address');
}

function live(query, response) {
  const member = find(query.application ?? '', query.service);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let from = Date.now() - 1000;
  const timer = setInterval(() => {
    const to = Date.now();
    if (member)
      response.write(`event: dots\ndata: ${scatter(member, { ...query, from, to }, to).toString('base64')}\n\n`);
    from = to;
  }, 1000);
  response.on('close', () => clearInterval(timer));
}

createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://mock');
  const path = url.pathname.replace(/^\/api\/v1/, '');
  const query = Object.fromEntries(url.searchParams);
  if (path === '/scatter/live') return live(query, response);
  setTimeout(
    () => {
      const found = FAIL
        ? problem(500, 'INTERNAL', 'the server failed; its log says more under the request id')
        : answer(path, query, Date.now());
      if (Buffer.isBuffer(found))
        return response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(found);
      const failed = typeof found?.status === 'number' && found.body;
      response
        .writeHead(failed ? found.status : 200, {
          'content-type': failed ? 'application/problem+json' : 'application/json',
        })
        .end(JSON.stringify(failed ? found.body : found));
    },
    Number(SLOW ?? 0),
  );
}).listen(Number(PORT), '127.0.0.1', () => process.stdout.write(`mock server on http://127.0.0.1:${PORT}\n`));
