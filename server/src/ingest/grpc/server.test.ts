import assert from 'node:assert/strict';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { after, before, test } from 'node:test';
import { EMPTY } from '../../lib/bytes.ts';
import { Failure, grpcStatus } from '../../lib/failure.ts';
import { day, millis } from '../../lib/time.ts';
import { framed } from './deframer.ts';
import type { Methods } from './method.ts';
import { type Door, GrpcServer } from './server.ts';

const door: Door = {
  enter: (agent) => ({
    agent,
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
  }),
  refused() {},
};

let busy = false;
const taken: string[] = [];
const methods: Methods = new Map([
  [
    '/test/Unary',
    {
      kind: 'unary',
      admit() {
        if (busy) throw new Failure('SERVER_BUSY');
      },
      async answer(message) {
        taken.push(Buffer.from(message).toString());
        return EMPTY;
      },
    },
  ],
]);

const server = new GrpcServer(methods, door);
let line: ClientHttp2Session;
before(async () => {
  line = connect(`http://127.0.0.1:${await server.listen({ host: '127.0.0.1', port: 0 })}`);
});
after(async () => {
  line.destroy();
  await server.stop();
});

const call = (): ClientHttp2Stream =>
  line.request({
    ':method': 'POST',
    ':path': '/test/Unary',
    agentid: 'a-1',
    applicationname: 'A',
    starttime: '1',
  });

/** The gRPC status with which a call ends. */
const statusOf = (stream: ClientHttp2Stream): Promise<number> =>
  new Promise((resolve) => {
    let status = -1;
    const learn = (headers: Record<string, unknown>): void => {
      if (headers['grpc-status'] !== undefined) status = Number(headers['grpc-status']);
    };
    stream
      .on('response', learn)
      .on('trailers', learn)
      .on('error', () => undefined)
      .resume();
    stream.once('close', () => resolve(status));
  });

test('one message is answered with status OK', async () => {
  const stream = call();
  stream.end(framed(Buffer.from('hello')));
  assert.equal(await statusOf(stream), grpcStatus.OK);
  assert.deepEqual(taken, ['hello']);
});

test('what is not taken now is refused before its message is read', { timeout: 5_000 }, async () => {
  busy = true;
  const refused = call();
  assert.equal(await statusOf(refused), grpcStatus.RESOURCE_EXHAUSTED, 'without a byte of the message');
  busy = false;
  const stream = call();
  stream.end(framed(Buffer.from('later')));
  assert.equal(await statusOf(stream), grpcStatus.OK, 'the connection goes on');
});

test('a second message ends a call that the client does not end', { timeout: 5_000 }, async () => {
  const stream = call();
  stream.write(Buffer.concat([framed(Buffer.from('one')), framed(Buffer.from('two'))]));
  assert.equal(await statusOf(stream), grpcStatus.INVALID_ARGUMENT);
  assert.ok(!taken.includes('one'));
});
