import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Deframer } from '../../server/src/ingest/grpc/deframer.ts';
import { ProtoReader } from '../../server/src/lib/protobuf.ts';
import { roster } from '../generate/roster.ts';
import { Batches } from './batches.ts';
import { Connection } from './connection.ts';
import { HeaderBlock, headersOf } from './headers.ts';
import { type Plan, prepare } from './plan.ts';
import { Streams } from './streams.ts';

const order = { as: 'streams', seed: 1, pspans: 3000, at: Date.UTC(2026, 10, 24) } as const;

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly messages: Buffer[];
  /** Pieces of data as they came out of their frames. */
  pieces: number;
}

/** Plays a plan against HTTP/2 as Node has it; `answer`: whether calls succeed. */
async function play(plan: Plan, answer = true) {
  const calls: Call[] = [];
  const server = createServer({ settings: { initialWindowSize: 65_535 } });
  server.on('stream', (stream, headers) => {
    const call: Call = { headers, messages: [], pieces: 0 };
    const deframer = new Deframer(1 << 20);
    calls.push(call);
    stream.on('data', (piece: Buffer) => {
      call.pieces++;
      deframer.push(piece, (bytes) => call.messages.push(Buffer.from(bytes)));
    });
    stream.on('end', () => {
      stream.respond({ ':status': 200 }, answer ? {} : { endStream: true });
      if (answer) stream.end(Buffer.alloc(5));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const connections = await Promise.all(
    roster.map((agent) => Connection.open(port, new HeaderBlock(headersOf(agent, plan.path, port)))),
  );
  const result = await plan.run(connections);
  for (const connection of connections) connection.close();
  await new Promise((resolve) => server.close(resolve));
  return { calls, result };
}

test('streams: every agent has one, with its identity, and each message is a frame', async () => {
  const plan = new Streams(undefined);
  const prepared = prepare(order, plan);
  const { calls, result } = await play(plan);
  assert.deepEqual(calls.map(({ headers }) => headers.agentid).sort(), roster.map(({ agentId }) => agentId).sort());
  assert.ok(calls.every(({ headers }) => headers[':path'] === '/v1.Span/SendSpan' && headers.te === 'trailers'));
  const messages = calls.reduce((sum, call) => sum + call.messages.length, 0);
  const pspans = Object.values(prepared.pspans).reduce((sum, count) => sum + count, 0);
  assert.equal(messages, pspans + prepared.chunks);
  for (const call of calls) assert.ok(call.pieces >= call.messages.length);
  assert.deepEqual(result, { calls: roster.length, refused: 0, refusedPspans: 0 });
});

test('batches: twenty messages a call, none missing, and every call names its agent', async () => {
  const plan = new Batches();
  const prepared = prepare(order, plan);
  const { calls, result } = await play(plan);
  const sizes = calls.map(({ messages }) => spansIn(messages));
  const pspans = Object.values(prepared.pspans).reduce((sum, count) => sum + count, 0);
  assert.equal(
    sizes.reduce((sum, size) => sum + size, 0),
    pspans + prepared.chunks,
  );
  assert.equal(Math.max(...sizes), 20);
  assert.ok(sizes.filter((size) => size < 20).length <= roster.length);
  const known = new Set(roster.map(({ agentId }) => agentId));
  assert.ok(calls.every(({ headers }) => known.has(String(headers.agentid))));
  assert.equal(result.refused, 0);
  assert.equal(result.calls, calls.length);
});

test('calls without a message in their answer count as refused, with their spans', async () => {
  const plan = new Batches();
  const prepared = prepare({ ...order, pspans: 300 }, plan);
  const { result } = await play(plan, false);
  assert.equal(result.refused, result.calls);
  assert.equal(
    result.refusedPspans,
    Object.values(prepared.pspans).reduce((sum, count) => sum + count, 0),
  );
});

function spansIn(messages: readonly Buffer[]): number {
  let spans = 0;
  for (const message of messages) {
    const reader = new ProtoReader().reset(message);
    while (reader.next()) {
      reader.skip();
      spans++;
    }
  }
  return spans;
}
