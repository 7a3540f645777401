import assert from 'node:assert/strict';
import { connect } from 'node:http2';
import { type AddressInfo, createServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.ts';
import { code, flag, frame, kind, numbers, PREFACE, setting, settingsPayload } from './frames.ts';
import { headerBlock } from './hpack.ts';
import { callBlock, RawClient } from './raw-client.test-data.ts';
import type { Stream } from './stream.ts';

const MIB = 1024 * 1024;
const OK = headerBlock({ ':status': '200' });
const END = headerBlock({ 'grpc-status': '0' });

const connections: Connection[] = [];
const closed: string[] = [];
/** Calls to /hold, which are not read until somebody says so. */
const held: Stream[] = [];

/** /echo answers what it was sent, /count how much; /hold waits; /large answers 3 MiB. */
function serve(stream: Stream): void {
  const path = stream.headers.get(':path') ?? '';
  const pieces: Uint8Array[] = [];
  stream.onData = (piece) => pieces.push(path === '/echo' ? Buffer.from(piece) : piece.subarray(0, 0));
  let size = 0;
  if (path === '/count') stream.onData = (piece) => (size += piece.length);
  if (path === '/hold') {
    stream.pause();
    held.push(stream);
  }
  stream.onClose = () => closed.push(path);
  stream.onEnd = () => {
    stream.respond(OK);
    if (path === '/echo') for (const piece of pieces) stream.write(piece);
    if (path === '/count') stream.write(Buffer.from(String(size)));
    if (path === '/large') for (let part = 0; part < 6; part++) stream.write(Buffer.alloc(MIB / 2, part));
    stream.end(END);
  };
}

const server = createServer((socket) => connections.push(new Connection(socket, serve)));
let port: number;
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
after(() => server.close());

const headers = (stream: number, path: string, flags: number = flag.END_HEADERS): Buffer =>
  frame(kind.HEADERS, flags, stream, callBlock(path));
const data = (stream: number, bytes: Uint8Array, flags = 0): Buffer => frame(kind.DATA, flags, stream, bytes);

test('a call is answered by headers, data and headers that end it, however its bytes are cut', {
  timeout: 5_000,
}, async () => {
  const client = await RawClient.open(port, false);
  const all = Buffer.concat([
    PREFACE,
    frame(kind.SETTINGS, 0, 0, Buffer.alloc(0)),
    headers(1, '/echo'),
    data(1, Buffer.from('hel')),
    data(1, Buffer.from('lo'), flag.END_STREAM),
  ]);
  for (const byte of all) {
    client.send(Uint8Array.of(byte));
    await new Promise(setImmediate);
  }
  await client.seen(kind.DATA);
  const answer = client.frames.filter(({ stream }) => stream === 1);
  assert.deepEqual(
    answer.map(({ of }) => of),
    [kind.HEADERS, kind.DATA, kind.DATA, kind.HEADERS],
  );
  assert.equal(answer.at(-1)?.flags, flag.END_STREAM | flag.END_HEADERS);
  client.socket.destroy();
});

test('headers in pieces, padded data, priorities and unknown frames are understood', { timeout: 5_000 }, async () => {
  const client = await RawClient.open(port);
  const block = callBlock('/echo');
  const padded = Buffer.concat([Buffer.from([3]), Buffer.from('hello'), Buffer.alloc(3)]);
  client.send(
    frame(kind.HEADERS, flag.PRIORITY, 1, Buffer.concat([Buffer.alloc(5), block.subarray(0, 7)])),
    frame(kind.CONTINUATION, 0, 1, block.subarray(7, 9)),
    frame(kind.CONTINUATION, flag.END_HEADERS, 1, block.subarray(9)),
    frame(kind.PRIORITY, 0, 1, Buffer.alloc(5)),
    frame(99, 0, 0, Buffer.alloc(9)),
    data(1, padded, flag.PADDED | flag.END_STREAM),
  );
  assert.equal((await client.seen(kind.DATA, 1))?.payload.toString(), 'hello');
  client.socket.destroy();
});

test('more than all windows goes through, both ways, for a client of its own make', { timeout: 20_000 }, async () => {
  const session = connect(`http://127.0.0.1:${port}`, { settings: { initialWindowSize: 20_000 } });
  const up = session.request({ ':method': 'POST', ':path': '/count' });
  for (let part = 0; part < 40; part++)
    if (!up.write(Buffer.alloc(MIB))) await new Promise((go) => up.once('drain', go));
  up.end();
  assert.equal((await buffer(up)).toString(), String(40 * MIB));
  const down = session.request({ ':method': 'POST', ':path': '/large' });
  down.end();
  // More than may wait for a client that has not said that it takes more.
  await assert.rejects(buffer(down));
  const echo = session.request({ ':method': 'POST', ':path': '/echo' });
  echo.end(Buffer.alloc(MIB / 2, 7));
  assert.deepEqual(await buffer(echo), Buffer.alloc(MIB / 2, 7));
  session.destroy();
});

test('a call that is held back stops at its window; its neighbours go on, and it does when it may', {
  timeout: 10_000,
}, async () => {
  const session = connect(`http://127.0.0.1:${port}`);
  const slow = session.request({ ':method': 'POST', ':path': '/hold' });
  slow.end(Buffer.alloc(2 * MIB));
  await sleep(200);
  assert.ok(slow.writableLength > 0, 'not all of it was taken');
  const quick = session.request({ ':method': 'POST', ':path': '/count' });
  quick.end(Buffer.alloc(3 * MIB));
  assert.equal((await buffer(quick)).toString(), String(3 * MIB));
  held.pop()?.resume();
  assert.equal((await buffer(slow)).length, 0);
  session.destroy();
});

test('a call whose client resets it, or is gone, is over', { timeout: 5_000 }, async () => {
  const client = await RawClient.open(port);
  client.send(headers(1, '/reset'), frame(kind.RST_STREAM, 0, 1, numbers(code.NO_ERROR)), headers(3, '/gone'));
  client.send(frame(kind.PING, 0, 0, Buffer.alloc(8)));
  await client.seen(kind.PING);
  assert.ok(closed.includes('/reset') && !closed.includes('/gone'));
  client.socket.destroy();
  while (!closed.includes('/gone')) await sleep(5);
});

test('a connection that is shut says so, ends its calls and then itself', { timeout: 5_000 }, async () => {
  const client = await RawClient.open(port);
  client.send(headers(1, '/echo'));
  client.send(frame(kind.PING, 0, 0, Buffer.alloc(8)));
  await client.seen(kind.PING);
  connections.at(-1)?.shut();
  assert.equal(await client.goAway(), code.NO_ERROR);
  client.send(headers(3, '/echo'), data(1, Buffer.from('last'), flag.END_STREAM));
  await client.closed;
  assert.equal((await client.seen(kind.DATA, 1))?.payload.toString(), 'last');
  assert.equal(await client.seen(kind.HEADERS, 3), undefined, 'what came later goes elsewhere');
});

const opened = headers(1, '/hold');
const wrong: readonly [string, readonly Uint8Array[], keyof typeof code][] = [
  [
    'a frame larger than allowed',
    [Buffer.from('004001 00 00 00000001'.replaceAll(' ', ''), 'hex')],
    'FRAME_SIZE_ERROR',
  ],
  ['data of a call that never was', [data(1, Buffer.alloc(1))], 'PROTOCOL_ERROR'],
  ['a call with an even number', [headers(2, '/')], 'PROTOCOL_ERROR'],
  ['a push', [frame(kind.PUSH_PROMISE, 0, 1, Buffer.alloc(4))], 'PROTOCOL_ERROR'],
  ['padding longer than the frame', [opened, data(1, Buffer.from([9, 1]), flag.PADDED)], 'PROTOCOL_ERROR'],
  ['a window that grows by nothing', [frame(kind.WINDOW_UPDATE, 0, 0, numbers(0))], 'PROTOCOL_ERROR'],
  ['a window beyond all bounds', [frame(kind.WINDOW_UPDATE, 0, 0, numbers(0x7fffffff))], 'FLOW_CONTROL_ERROR'],
  [
    'streams with windows beyond all bounds',
    [frame(kind.SETTINGS, 0, 0, settingsPayload([[setting.INITIAL_WINDOW_SIZE, 0x80000000]]))],
    'FLOW_CONTROL_ERROR',
  ],
  ['settings of five bytes', [frame(kind.SETTINGS, 0, 0, Buffer.alloc(5))], 'FRAME_SIZE_ERROR'],
  ['a ping of seven bytes', [frame(kind.PING, 0, 0, Buffer.alloc(7))], 'FRAME_SIZE_ERROR'],
  ['headers that are no code', [frame(kind.HEADERS, flag.END_HEADERS, 1, Buffer.from([0x80]))], 'COMPRESSION_ERROR'],
  [
    'something between pieces of headers',
    [headers(1, '/', 0), frame(kind.PING, 0, 0, Buffer.alloc(8))],
    'PROTOCOL_ERROR',
  ],
  ['the end of headers that never began', [frame(kind.CONTINUATION, 0, 1, Buffer.alloc(1))], 'PROTOCOL_ERROR'],
  [
    'headers without an end',
    [headers(1, '/', 0), ...Array.from({ length: 40 }, () => frame(kind.CONTINUATION, 0, 1, Buffer.alloc(0)))],
    'ENHANCE_YOUR_CALM',
  ],
  [
    'more data than the window of a call',
    [opened, ...Array.from({ length: 65 }, () => data(1, Buffer.alloc(16_384)))],
    'FLOW_CONTROL_ERROR',
  ],
  [
    'thousands of calls that are cancelled',
    Array.from({ length: 4_000 }, (_, number) =>
      Buffer.concat([headers(number * 2 + 1, '/'), frame(kind.RST_STREAM, 0, number * 2 + 1, numbers(8))]),
    ),
    'ENHANCE_YOUR_CALM',
  ],
];
for (const [what, frames, why] of wrong) {
  test(`${what} ends the connection`, { timeout: 5_000 }, async () => {
    const client = await RawClient.open(port);
    client.send(...frames);
    assert.equal(await client.goAway(), code[why]);
    await client.closed;
  });
}

test('a call beyond the most there may be is refused, so that it can be tried elsewhere', {
  timeout: 5_000,
}, async () => {
  const client = await RawClient.open(port);
  client.send(...Array.from({ length: 1_025 }, (_, number) => headers(number * 2 + 1, '/hold')));
  const refused = await client.seen(kind.RST_STREAM);
  assert.deepEqual([refused?.stream, refused?.payload.readUInt32BE(0)], [2_049, code.REFUSED_STREAM]);
  client.socket.destroy();
});

test('whoever does not read is not read either', { timeout: 10_000 }, async () => {
  const client = await RawClient.open(port);
  await client.seen(kind.SETTINGS);
  client.socket.pause();
  const pings = Buffer.concat(Array.from({ length: 10_000 }, () => frame(kind.PING, 0, 0, Buffer.alloc(8))));
  for (let round = 0; round < 200; round++) client.send(pings);
  await sleep(500);
  assert.ok(client.socket.writableLength > 10 * MIB, 'most of 32 MiB of pings is not taken');
  client.socket.destroy();
});
