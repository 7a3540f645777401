import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../lib/failure.ts';
import { codeOf } from './disk.ts';
import { openLevel } from './level.ts';

/**
 * Claims the data directory for this process and returns how to give it back. What holds is the operating system's
 * lock on the LOCK file of a LevelDB, which ends with the process however that ends: a pid in a file may by now be
 * someone else's. The file `owner` is there only to name the holder.
 */
export async function lockData(directory: string): Promise<() => Promise<void>> {
  const owner = join(directory, 'owner');
  const level = await openLevel(join(directory, 'lock')).catch(async (error: unknown) => {
    if (codeOf(error) !== 'LEVEL_LOCKED') throw error;
    throw new Failure('DATA_LOCKED', `${directory}, held by ${await nameOf(owner)}`);
  });
  try {
    await writeFile(owner, `process ${process.pid}, started ${new Date().toISOString()}\n`);
  } catch (error) {
    await level.close();
    throw error;
  }
  return async () => {
    await rm(owner, { force: true });
    await level.close();
  };
}

const nameOf = (owner: string): Promise<string> =>
  readFile(owner, 'utf8').then(
    (line) => line.trim() || 'another process',
    () => 'another process',
  );
