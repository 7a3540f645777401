import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../lib/failure.ts';
import { readCommands, readIdentity, readSocketId } from './identity.ts';

const map = (headers: Record<string, string | undefined>): Map<string, string> =>
  new Map(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));

const headers = { agentid: 'api-1', applicationname: 'shop.api', starttime: '1795419002549' };

const refusal = (change: Record<string, string | undefined>): string => {
  try {
    readIdentity(map({ ...headers, ...change }));
  } catch (error) {
    if (error instanceof Failure) return `${error.code}: ${error.detail}`;
    throw error;
  }
  return 'accepted';
};

test('the least an agent sends: Go and Node name no service type, no version', () => {
  assert.deepEqual(readIdentity(map(headers)), {
    application: { service: 'DEFAULT', name: 'shop.api', type: -1 },
    agentId: 'api-1',
    agentName: 'api-1',
    startTime: 1795419002549,
  });
});

test('version 4 names its service; the name to show is the agent name', () => {
  const v4 = { 'protocol.version': '400', servicename: 'SHOP', servicetype: '1700', agentname: 'flask-1' };
  const identity = readIdentity(map({ ...headers, ...v4 }));
  assert.deepEqual(identity.application, { service: 'SHOP', name: 'shop.api', type: 1700 });
  assert.equal(identity.agentName, 'flask-1');
});

test('a service name without version 4 is ignored', () => {
  assert.equal(readIdentity(map({ ...headers, servicename: 'SHOP' })).application.service, 'DEFAULT');
});

const refusals: [string, Record<string, string | undefined>, string][] = [
  ['no agent id', { agentid: undefined }, 'HEADER_INVALID: agentid is missing'],
  [
    'an agent id of 25 characters',
    { agentid: 'a'.repeat(25) },
    'HEADER_INVALID: agentid has 25 characters; the limit is 24',
  ],
  [
    'an application name with a blank',
    { applicationname: 'shop api' },
    `HEADER_INVALID: applicationname may have letters, digits, '.', '_' and '-' only: "shop api"`,
  ],
  ['no start time', { starttime: undefined }, 'HEADER_INVALID: starttime is missing'],
  [
    'a start time that is no number',
    { starttime: 'now' },
    'HEADER_INVALID: starttime is not a number of milliseconds: "now"',
  ],
  ['version 4 without a service', { 'protocol.version': '400' }, 'HEADER_INVALID: servicename is missing'],
];
for (const [what, change, expected] of refusals) {
  test(`refused: ${what}`, () => assert.equal(refusal(change), expected));
}

test('a service type that is no number is no type', () => {
  assert.equal(readIdentity(map({ ...headers, servicetype: 'TOMCAT' })).application.type, -1);
});

test('commands come in any order, or in a first message instead', () => {
  assert.deepEqual(readCommands(map({ supportcommandcode: '740;710;730;750' })), [740, 710, 730, 750]);
  assert.equal(readCommands(map({})), undefined);
});

test('a ping session has a number, or -1', () => {
  assert.equal(readSocketId(map({ socketid: '7' })), 7);
  assert.equal(readSocketId(map({})), -1);
});
