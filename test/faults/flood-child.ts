/**
 * A process that sends batches over many connections as fast as they are answered, no two of the same bytes. Its
 * argument is a `Flood`; it answers with `Flooded` when the time is over.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '../system/grpc-call.ts';
import { headersOf, methods, rootSpan } from '../system/test-agent.ts';
import type { Flood, Flooded } from './flood.ts';

const flood: Flood = JSON.parse(process.argv[2] ?? '');

/** What agents wait before they try again what was refused, ms. */
const AGAIN = 100;

/** A batch whose spans have events, and the places of its span ids: changing those makes another batch. */
function template(): { readonly bytes: Buffer; readonly places: readonly number[] } {
  const identity = { application: 'FLOOD', agentId: `flood-${flood.seed}`, startTime: 1_795_000_000_000 };
  const spanId = 0x1122_3344_5566_7788n;
  const spanEvent = Array.from({ length: 7 }, (_, sequence) => ({
    sequence,
    depth: sequence + 1,
    endElapsed: 1,
    serviceType: sequence === 3 ? 2101 : 5000,
    apiId: 10 + sequence,
    ...(sequence === 3 && {
      nextEvent: {
        field: {
          case: 'messageEvent' as const,
          value: { nextSpanId: -1n, endPoint: '10.0.0.1:3306', destinationId: 'shop' },
        },
      },
    }),
  }));
  const span = Array.from({ length: flood.batch }, (_, sequence) => ({
    field: { case: 'span' as const, value: { ...rootSpan(identity, sequence), spanId, spanEvent } },
  }));
  const bytes = methods.SendSpanBatch.requestSerialize({ span });
  const mark = Buffer.from('8877665544332211', 'hex');
  const places: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 8)) places.push(at);
  return { bytes, places };
}

const { bytes, places } = template();
const flooded: { taken: number; statuses: Record<number, number>; slowest: number } = {
  taken: 0,
  statuses: {},
  slowest: 0,
};
let batches = flood.seed * 100_000_000;

async function lane(connection: Connection, agentId: string): Promise<void> {
  const headers = headersOf({ application: 'FLOOD', agentId, startTime: 1_795_000_000_000 });
  while (Date.now() < until) {
    const body = Buffer.from(bytes);
    batches++;
    for (const [number, at] of places.entries()) body.writeBigUInt64LE(BigInt(batches) * 1000n + BigInt(number), at);
    const began = Date.now();
    const { status } = await connection.unary(methods.SendSpanBatch.path, headers, body);
    flooded.slowest = Math.max(flooded.slowest, Date.now() - began);
    flooded.statuses[status] = (flooded.statuses[status] ?? 0) + 1;
    // What is answered too late is no good to anybody who measures throughput.
    if (status === 0 && Date.now() <= until) flooded.taken += flood.batch;
    if (status !== 0) await sleep(AGAIN);
  }
}

const connections = await Promise.all(Array.from({ length: flood.connections }, () => Connection.open(flood.port)));
const until = Date.now() + flood.seconds * 1000;
await Promise.all(
  connections.flatMap((connection, number) =>
    Array.from({ length: flood.inFlight }, () => lane(connection, `flood-${flood.seed}-${number}`)),
  ),
);
await Promise.all(connections.map((connection) => connection.cut()));
process.send?.(flooded satisfies Flooded);
process.disconnect();
