import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepareAgents } from '../measure/agents.ts';
import { onCores } from '../measure/host.ts';
import { WARMING } from '../measure/ingest.ts';
import { cpuSeconds, untilResting } from '../measure/process.ts';
import type { Order } from '../send/order.ts';

/** µs of CPU that receiving takes for each PSpan, with its share of the chunks: sockets, HTTP/2, gRPC, on one core. */
export async function measureFraming(as: Order['as'], pspans: number): Promise<number> {
  const at = Date.UTC(2026, 10, 24);
  const warming = await prepareAgents({ as, seed: 8, pspans: WARMING, at }, '1');
  const agents = await prepareAgents({ as, seed: 3, pspans, at }, '1');
  const script = join(import.meta.dirname, 'framing-server.ts');
  const [command, args] = onCores('0', process.execPath, [script]);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('exit', () => reject(new Error('the framing server ended early')));
  });
  const pid = child.pid ?? 0;
  await warming.send(port);
  await untilResting(pid);
  const before = cpuSeconds(pid);
  await agents.send(port);
  await untilResting(pid);
  const used = cpuSeconds(pid) - before;
  child.disconnect();
  return (used * 1e6) / pspans;
}
