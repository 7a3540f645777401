import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBinary } from '@bufbuild/protobuf';
import { PResultSchema } from '@finepoint/wire';
import { Failure, type FailureCode, grpcStatus } from '../../lib/failure.ts';
import { day, millis } from '../../lib/time.ts';
import type { Caller } from '../grpc/method.ts';
import { result } from './result.ts';

const caller = (headers: Record<string, string> = {}): Caller => ({
  agent: {
    agent: {
      application: { service: 'DEFAULT', name: 'A', type: 1 },
      agentId: 'a-1',
      agentName: 'a-1',
      startTime: 1,
    },
    firstSeen: millis(0),
    lastSeen: millis(0),
    sessions: 0,
    leftAt: 0,
    received: 0,
    stored: 0,
    rejected: new Map(),
    lost: { at: 0, reason: '' },
    paused: 0,
    holding: 0,
    pausedSince: 0,
    changed: false,
    month: day(0),
    registered: new Map(),
  },
  headers: new Map(Object.entries(headers)),
  address: '',
});
const retries = caller({ 'grpc.built-in.retry': 'true' });

const failing = (code: FailureCode) => async (): Promise<void> => {
  throw new Failure(code);
};
const statusOf = (code: FailureCode, of: Caller): Promise<number | undefined> =>
  result(failing(code), of).then(
    () => undefined,
    (error) => (error instanceof Failure ? error.grpc : -1),
  );

test('what was kept is a success', async () => {
  assert.equal(fromBinary(PResultSchema, await result(async () => {}, caller())).success, true);
});

test('what the storage cannot take now is UNAVAILABLE for agents that retry by status', async () => {
  assert.equal(await statusOf('STORE_CLOSED', retries), grpcStatus.UNAVAILABLE);
  assert.equal(await statusOf('INTERNAL', retries), grpcStatus.UNAVAILABLE);
});

test('for others it is no success, with the reason', async () => {
  const { success, message } = fromBinary(PResultSchema, await result(failing('STORE_CLOSED'), caller()));
  assert.equal(success, false);
  assert.match(message, /storage is closed/);
});

test('a disk without room is UNAVAILABLE for all: agents may stop for good when they are told "no success"', async () => {
  assert.equal(await statusOf('DISK_LOW', caller()), grpcStatus.UNAVAILABLE);
  assert.equal(await statusOf('DISK_LOW', retries), grpcStatus.UNAVAILABLE);
});

test('a message that cannot be read is not to be sent again', async () => {
  assert.equal(await statusOf('MESSAGE_INVALID', retries), grpcStatus.INVALID_ARGUMENT);
});
