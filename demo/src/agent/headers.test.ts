import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCapture } from '../../../test/captures/read.ts';
import { headersOf } from './headers.ts';
import type { Identity, Language } from './identity.ts';
import { manners } from './manner.ts';

const identity = (language: Language, service?: string): Identity => ({
  language,
  application: 'shop',
  agentId: 'shop-1',
  agentName: 'shop-1',
  service,
  startTime: 1,
  hostname: 'shop-1',
  ip: '10.0.0.1',
  pid: 1,
  libraries: [],
});

/** Those that the gRPC library adds by itself. */
const ofTransport = /^(:.*|grpc-.*|content-type|te|user-agent|accept-encoding)$/;

const own = (headers: object): string[] =>
  Object.keys(headers)
    .filter((key) => !ofTransport.test(key))
    .sort();

/** What an agent of this language and name sent, in the recordings: the header names of each method. */
function recorded(capture: string, agentName: string): Map<string, string[]> {
  const calls = readCapture(capture).filter(
    ({ kind, agentId, headers }) => kind === 'open' && (headers.agentname ?? agentId) === agentName,
  );
  return new Map(calls.map(({ rpc, headers }) => [rpc.slice(rpc.lastIndexOf('/') + 1), own(headers)]));
}

const agents = [
  { capture: 'java-agent', name: 'java-front-1', identity: identity('java') },
  { capture: 'python-agent', name: 'flask-1', identity: identity('python', 'SHOP') },
  { capture: 'python-agent', name: 'django-1', identity: identity('python') },
  { capture: 'node-agent/v1.4.2-express4', name: 'cap-agent-name', identity: identity('node') },
];

for (const { capture, name, identity } of agents) {
  test(`every call of the ${identity.language} agent carries the headers that ${name} carried`, () => {
    const calls = recorded(capture, name);
    assert.ok(calls.size >= 7, [...calls.keys()].join());
    for (const [rpc, headers] of calls) assert.deepEqual(own(headersOf(identity, rpc, 0)), headers, rpc);
  });
}

test('the Go agent names itself where it has a name, but neither its type nor the protocol', () => {
  for (const [rpc, headers] of recorded('go-agent', 'go-front-1')) {
    assert.deepEqual(own(headersOf(identity('go'), rpc, 0)), [...headers, 'agentname'].sort(), rpc);
  }
});

test('the collector-agent in front of PHP says only what it must, and counts its sockets', () => {
  assert.deepEqual(headersOf(identity('php'), 'SendSpan', 3), {
    agentid: 'shop-1',
    applicationname: 'shop',
    starttime: '1',
  });
  assert.equal(headersOf(identity('php'), 'SendAgentStat', 3).socketid, '4');
});

test('Java says in a header what it can be asked', () => {
  assert.equal(headersOf(identity('java'), 'HandleCommandV2', 0).supportcommandcode, '740;710;730;750');
  assert.equal(manners.java.command, 'HandleCommandV2');
});
