/** A process that plays all agents: makes what it is ordered to send, says so, and sends it once it is told a port. */
import { roster } from '../generate/roster.ts';
import { Batches } from './batches.ts';
import { Connection } from './connection.ts';
import { HeaderBlock, headersOf } from './headers.ts';
import type { Order, Sent } from './order.ts';
import { prepare } from './plan.ts';
import { Streams } from './streams.ts';

const order: Order = JSON.parse(process.argv[2] ?? '');
const plan = order.as === 'streams' ? new Streams(order.rate) : new Batches();
process.send?.(prepare(order, plan));
process.once('message', (port) => {
  if (typeof port === 'number') void sendTo(port);
});

async function sendTo(port: number): Promise<void> {
  const timeout = plan.unary ? '5998m' : undefined;
  const connections = await Promise.all(
    roster.map((agent) => Connection.open(port, new HeaderBlock(headersOf(agent, plan.path, port), timeout))),
  );
  const before = process.cpuUsage();
  const began = performance.now();
  const result = await plan.run(connections);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  for (const connection of connections) connection.close();
  const sent: Sent = { sent: true, seconds, cpuSeconds: (user + system) / 1e6, ...result };
  process.send?.(sent);
  process.disconnect();
}
