/** The server's own gRPC, and nothing behind it: what receiving alone costs. */
import { GrpcServer } from '../../server/src/ingest/grpc/server.ts';
import { EMPTY } from '../../server/src/lib/bytes.ts';
import { day, millis } from '../../server/src/lib/time.ts';

const door: ConstructorParameters<typeof GrpcServer>[1] = {
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
  refused: ({ failure }) => console.error(failure.message),
};

const methods: ConstructorParameters<typeof GrpcServer>[0] = new Map([
  ['/v1.Span/SendSpan', { kind: 'stream', open: () => ({ message() {}, end: async () => EMPTY, gone() {} }) }],
  ['/v1.Span/SendSpanBatch', { kind: 'unary', answer: async () => EMPTY }],
]);

const server = new GrpcServer(methods, door);
process.send?.(await server.listen({ host: '127.0.0.1', port: 0 }));
process.once('disconnect', () => process.exit(0));
