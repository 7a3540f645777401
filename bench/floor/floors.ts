import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { onCores } from '../measure/host.ts';
import type { Alone } from './alone.ts';
import { measureFraming } from './framing.ts';

/** What each stage takes alone, in µs of CPU for each PSpan: the whole cannot cost less than the sum. */
export interface Floors extends Alone {
  readonly framingStreams: number;
  readonly framingBatches: number;
}

export async function measureFloors(pspans: number): Promise<Floors> {
  const framingStreams = await measureFraming('streams', pspans);
  const framingBatches = await measureFraming('batches', pspans);
  return { framingStreams, framingBatches, ...(await measureAlone(pspans)) };
}

async function measureAlone(pspans: number): Promise<Alone> {
  const [command, args] = onCores('0', process.execPath, [join(import.meta.dirname, 'alone.ts'), String(pspans)]);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`a stage alone failed (${code})`)));
    child.once('message', (message) => {
      if (isAlone(message)) resolve(message);
    });
  });
}

const isAlone = (message: unknown): message is Alone =>
  typeof message === 'object' && message !== null && 'writePath' in message;
