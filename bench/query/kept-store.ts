import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { out } from '../out.ts';
import type { Kept } from './dataset.ts';

const root = join(import.meta.dirname, '..', '..');

/** Whatever can change the bytes of a store. */
const WRITERS = [
  'server/src/lib',
  'server/src/kv',
  'server/src/store',
  'server/src/ingest',
  'bench/generate',
  'bench/query',
];

export interface KeptStore extends Kept {
  readonly directory: string;
}

/**
 * The store with so many PSpans: the one of an earlier run if the same programs wrote it (or `keep` says that they need
 * not be the same), else a new one.
 */
export async function keptStore(pspans: number, keep: boolean): Promise<KeptStore> {
  const directory = join(out, `store-${pspans}`);
  const note = `${directory}.json`;
  const fingerprint = await fingerprintOf(WRITERS);
  const known = await readFile(note, 'utf8').then(
    (text): Kept => JSON.parse(text),
    () => undefined,
  );
  if (known !== undefined && (keep || known.fingerprint === fingerprint)) return { ...known, directory };
  await rm(note, { force: true });
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  console.log(`  filling a store with ${pspans.toLocaleString('en')} PSpans, kept for the next run …`);
  const kept: Kept = { fingerprint, ...(await fill(directory, pspans)) };
  await writeFile(note, JSON.stringify(kept));
  return { ...kept, directory };
}

function fill(directory: string, pspans: number): Promise<Omit<Kept, 'fingerprint'>> {
  const script = join(import.meta.dirname, 'fill.ts');
  const args = ['--max-semi-space-size=64', script, directory, String(pspans)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    let filled: Omit<Kept, 'fingerprint'> | undefined;
    child.once('message', (message) => {
      if (isFilled(message)) filled = message;
    });
    child.once('close', (code) => {
      if (filled !== undefined && code === 0) resolve(filled);
      else reject(new Error(`the store could not be filled (${code})`));
    });
  });
}

const isFilled = (message: unknown): message is Omit<Kept, 'fingerprint'> =>
  typeof message === 'object' && message !== null && 'traces' in message;

async function fingerprintOf(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true });
    const files = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.test(-data)?\.ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hash.update(await readFile(file));
  }
  return hash.digest('hex');
}
