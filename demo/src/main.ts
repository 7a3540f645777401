/**
 * Runs the simulated shop against a collector: `node demo/src/main.ts --host 127.0.0.1 --agent-port 9991 --stat-port 9992
 * --span-port 9993 [--rate 1] [--seed n] [--duration seconds]`. Ports may also come from FINEPOINT_AGENT_PORT and the like.
 */
import { parseArgs } from 'node:util';
import { startDemo } from './demo.ts';

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    'agent-port': { type: 'string', default: process.env.FINEPOINT_AGENT_PORT ?? '9991' },
    'stat-port': { type: 'string', default: process.env.FINEPOINT_STAT_PORT ?? '9992' },
    'span-port': { type: 'string', default: process.env.FINEPOINT_SPAN_PORT ?? '9993' },
    rate: { type: 'string', default: '1' },
    // Another one each time, or span ids would repeat from run to run.
    seed: { type: 'string', default: `${Math.floor(Math.random() * 2 ** 31)}` },
    duration: { type: 'string' },
  },
});

const demo = startDemo({
  host: values.host,
  agentPort: number('agent-port'),
  statPort: number('stat-port'),
  spanPort: number('span-port'),
  rate: number('rate'),
  seed: number('seed'),
});
console.log('demo: simulated traffic of a shop that does not exist (15 agents in five languages)');

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
// Whoever started us has gone.
process.on('disconnect', stop);
if (values.duration !== undefined) setTimeout(stop, number('duration') * 1000);

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await demo.stop();
  process.exit(0);
}

function number(name: 'agent-port' | 'stat-port' | 'span-port' | 'rate' | 'seed' | 'duration'): number {
  const value = Number(values[name]);
  if (!Number.isFinite(value) || value < 0) {
    console.error(`demo: --${name} must be a number, but is ${values[name]}`);
    process.exit(2);
  }
  return value;
}
