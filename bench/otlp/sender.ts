/** A process that plays all exporters: makes what it is ordered to send, says so, and sends it once it is told a port. */
import { roster } from '../generate/roster.ts';
import { Connection } from '../send/connection.ts';
import { HeaderBlock } from '../send/headers.ts';
import { makeRequests } from './requests.ts';

export interface OtlpOrder {
  readonly seed: number;
  readonly spans: number;
  /** Start of the first trace, ms since 1970. */
  readonly at: number;
}

const order: OtlpOrder = JSON.parse(process.argv[2] ?? '');
const requests = makeRequests(order.seed, order.spans, order.at);
const { spans, hops, bytes } = requests;
process.send?.({ prepared: true, spans, hops, bytes });
process.once('message', (port) => {
  if (typeof port === 'number') void sendTo(port);
});

/** An exporter sends a request when the one before it is answered. */
async function sendTo(port: number): Promise<void> {
  const connections = await Promise.all(
    roster.map(() => Connection.open(port, new HeaderBlock(headersOf(port), '10S'))),
  );
  const before = process.cpuUsage();
  const began = performance.now();
  const lanes = roster.map(() => Promise.resolve());
  let [calls, refused, refusedSpans] = [0, 0, 0];
  for (const request of requests.all) {
    const connection = connections[request.place];
    if (connection === undefined) continue;
    calls++;
    lanes[request.place] = (lanes[request.place] ?? Promise.resolve()).then(async () => {
      const call = connection.call();
      await connection.finish(call, request.body);
      if ((await call.outcome) !== 'refused') return;
      refused++;
      refusedSpans += request.spans;
    });
  }
  await Promise.all(lanes);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  for (const connection of connections) connection.close();
  process.send?.({ sent: true, seconds, cpuSeconds: (user + system) / 1e6, calls, refused, refusedSpans });
  process.disconnect();
}

const headersOf = (port: number): readonly (readonly [string, string])[] => [
  [':authority', `127.0.0.1:${port}`],
  [':path', '/opentelemetry.proto.collector.trace.v1.TraceService/Export'],
  [':method', 'POST'],
  [':scheme', 'http'],
  ['content-type', 'application/grpc'],
  ['te', 'trailers'],
  ['user-agent', 'OTel-OTLP-Exporter-Java/1.44.1'],
];
