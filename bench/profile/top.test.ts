import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CpuProfile, top } from './top.ts';

const node = (id: number, functionName: string, url = '', lineNumber = 0) => ({
  id,
  callFrame: { functionName, url, lineNumber },
});

const profile: CpuProfile = {
  nodes: [
    node(1, '(root)'),
    node(2, 'read', 'file:///somewhere/server/src/read.ts', 9),
    node(3, 'read', 'file:///somewhere/server/src/read.ts', 9),
    node(4, 'write', 'file:///somewhere/server/src/write.ts'),
    node(5, '(idle)'),
  ],
  samples: [1, 2, 4, 3, 5],
  timeDeltas: [0, 1000, 3000, 500, 9000],
};

test('time is that of a function itself, wherever it was called from, and idling is none', () => {
  assert.deepEqual(top(profile, 5), [
    { name: 'write', place: 'server/src/write.ts:1', ms: 3, share: 3 / 4.5 },
    { name: 'read', place: 'server/src/read.ts:10', ms: 1.5, share: 1.5 / 4.5 },
  ]);
});

test('no more are told than were asked for', () => {
  assert.equal(top(profile, 1).length, 1);
});
