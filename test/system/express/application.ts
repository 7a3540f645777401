import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { collect, type Ports } from '../server.ts';

/** An Express application in a process of its own, watched by the official agent. */
export interface Application {
  /** Such as `http://127.0.0.1:12345`. */
  readonly url: string;
  /** All it has printed. */
  output(): string;
  /** Ends it as an operator does; agents of Node.js cut their connections then. */
  stop(): Promise<void>;
}

/** Starts an application that asks `next` before it answers; its agent is called `name` in small letters and `-1`. */
export async function startApplication(name: string, next: string, ports: Ports): Promise<Application> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'app.cjs')], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      NEXT_URL: next,
      PINPOINT_APPLICATION_NAME: name,
      PINPOINT_AGENT_ID: `${name.toLowerCase()}-1`,
      PINPOINT_COLLECTOR_IP: '127.0.0.1',
      PINPOINT_COLLECTOR_TCP_PORT: `${ports.agent}`,
      PINPOINT_COLLECTOR_STAT_PORT: `${ports.stat}`,
      PINPOINT_COLLECTOR_SPAN_PORT: `${ports.span}`,
      PINPOINT_SAMPLING_RATE: '1',
      PINPOINT_CONTAINER: 'false',
    },
  });
  const output = collect(child);
  const gone = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await gone;
  };
  const [message] = await Promise.race([once(child, 'message'), gone]);
  if (typeof message !== 'object' || message === null) throw new Error(`${name} did not start:\n${output()}`);
  return { url: `http://127.0.0.1:${message.port}`, output, stop };
}
