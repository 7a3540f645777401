import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groups } from './groups.ts';

const application = (applicationName: string, agents = 1) => ({
  serviceName: 'DEFAULT',
  applicationName,
  serviceType: 'TOMCAT',
  serviceTypeCode: 1010,
  agents,
  lastSeen: 0,
});
const key = (name: string) => `DEFAULT^${name}@TOMCAT`;
const names = (all: ReturnType<typeof groups>) =>
  all.map(({ name, members }) => [name, members.map(({ applicationName }) => applicationName)]);

test('each application stands in one group only', () => {
  const all = [application('c'), application('b'), application('a'), application('d')];
  const found = groups(all, (each) => each === key('b'), [key('d'), key('b'), key('gone')]);
  assert.deepEqual(names(found), [
    ['favourites', ['b']],
    ['recent', ['d']],
    ['others', ['a', 'c']],
  ]);
});

test('those that run come first', () => {
  const found = groups([application('a', 0), application('z')], () => false, []);
  assert.deepEqual(names(found), [['others', ['z', 'a']]]);
});
