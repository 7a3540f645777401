import assert from 'node:assert/strict';
import type { OutgoingHttpHeaders } from 'node:http2';
import { after, before, describe, test } from 'node:test';
import { grpcStatus as status } from '../../server/src/lib/failure.ts';
import { Api, lately } from './api.ts';
import { eventually } from './eventually.ts';
import { Connection } from './grpc-call.ts';
import { type RunningServer, startServer } from './server.ts';
import { batchOf, headersOf, identityOf, methods } from './test-agent.ts';

const batchPath = methods.SendSpanBatch.path;

describe('headers that are not valid are refused with the reason, and listed', () => {
  let server: RunningServer;
  let api: Api;
  let line: Connection;

  before(async () => {
    server = await startServer();
    api = new Api(server);
    line = await Connection.open(server.ports.span);
  });

  after(async () => {
    await line.close();
    await server.stop();
  });

  const good = headersOf(identityOf('HEADERS'));
  const { agentid, applicationname, starttime, ...rest } = good;
  const cases: [string, OutgoingHttpHeaders, RegExp][] = [
    ['no agent id', { ...rest, applicationname, starttime }, /agentid is missing/],
    ['no application', { ...rest, agentid, starttime }, /applicationname is missing/],
    ['no start time', { ...rest, agentid, applicationname }, /starttime is missing/],
    [
      'an agent id of 25 characters',
      { ...good, agentid: 'a'.repeat(25) },
      /agentid has 25 characters; the limit is 24/,
    ],
    ['an application name of 255', { ...good, applicationname: 'a'.repeat(255) }, /applicationname.*limit is 254/],
    ['an agent id with a blank', { ...good, agentid: 'my agent' }, /agentid may have letters, digits/],
    ['an agent id that is a path', { ...good, agentid: '../../etc' }, /agentid may have letters, digits/],
    ['markup for a name', { ...good, applicationname: '<script>alert(1)</script>' }, /applicationname may have/],
    ['a start time in words', { ...good, starttime: 'yesterday' }, /starttime is not a number/],
    ['a start time below zero', { ...good, starttime: '-1' }, /starttime is not a number/],
    ['a start time beyond all numbers', { ...good, starttime: '9'.repeat(17) }, /starttime is not a number/],
    ['identity v4 without a service', { ...good, 'protocol.version': '400' }, /servicename is missing/],
  ];
  for (const [what, headers, reason] of cases) {
    test(what, async () => {
      const outcome = await line.unary(batchPath, headers, batchOf(identityOf('HEADERS'), 1));
      assert.equal(outcome.status, status.INVALID_ARGUMENT);
      assert.match(outcome.message, reason);
      const [latest] = await api.refused();
      assert.match(latest?.reason ?? '', reason);
      assert.equal(latest?.method, batchPath);
      assert.equal(latest?.address, '127.0.0.1');
    });
  }

  test('the same refusal again is counted, not listed again', async () => {
    const headers = { ...good, agentid: 'again and again' };
    for (let time = 0; time < 3; time++) await line.unary(batchPath, headers, Buffer.alloc(0));
    const listed = (await api.refused()).filter(({ agentId }) => agentId === 'again and again');
    assert.deepEqual(
      listed.map(({ count }) => count),
      [3],
    );
  });

  test('a thousand different ones do not fill the list', async () => {
    const refusals = Array.from({ length: 1_000 }, (_, place) =>
      line.unary(batchPath, { ...good, agentid: `not ${place}` }, Buffer.alloc(0)),
    );
    for (const outcome of await Promise.all(refusals)) assert.equal(outcome.status, status.INVALID_ARGUMENT);
    assert.ok((await api.refused()).length <= 200);
  });

  test('names that JavaScript knows are names like any other', async () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const identity = { application: name, agentId: name, startTime: 1_795_000_000_000 };
      assert.equal((await line.unary(batchPath, headersOf(identity), batchOf(identity, 1))).status, status.OK);
      assert.equal((await api.dots({ name, type: 'NODE' }, lately())).length, 1);
      const known = async () => (await api.agents()).some(({ agentId }) => agentId === name);
      await eventually(known, (listed) => assert.ok(listed, name));
    }
  });
});
