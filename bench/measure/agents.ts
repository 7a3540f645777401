import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Order, Prepared, Sent } from '../send/order.ts';
import { onCores } from './host.ts';

/** All agents, in a process of their own, with everything made that they are to send. */
export interface WaitingAgents {
  readonly prepared: Prepared;
  /** Sends it to a port of this machine. */
  send(port: number): Promise<Sent>;
}

export async function prepareAgents(order: Order, cores?: string): Promise<WaitingAgents> {
  const sender = join(import.meta.dirname, '..', 'send', 'sender.ts');
  const [command, args] = onCores(cores, process.execPath, ['--max-semi-space-size=64', sender, JSON.stringify(order)]);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const prepared = await messageOf(child, isPrepared);
  return {
    prepared,
    send(port) {
      const sent = messageOf(child, isSent);
      child.send(port);
      return sent;
    },
  };
}

const isPrepared = (message: unknown): message is Prepared =>
  typeof message === 'object' && message !== null && 'prepared' in message;
const isSent = (message: unknown): message is Sent =>
  typeof message === 'object' && message !== null && 'sent' in message;

const messageOf = <T>(child: ChildProcess, is: (message: unknown) => message is T): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the agents ended early (${code})`)));
    child.on('message', (message) => {
      if (is(message)) resolve(message);
    });
  });
