import { rename } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import type { Bytes } from '../../lib/bytes.ts';
import { codeOf } from './disk.ts';

/** A LevelDB of byte keys and byte values. */
export type Level = ClassicLevel<Bytes, Bytes>;

const MIB = 1024 * 1024;

const options = {
  keyEncoding: 'view',
  valueEncoding: 'view',
  compression: true,
  // Some ten of these are open at once.
  cacheSize: 4 * MIB,
  writeBufferSize: 4 * MIB,
  maxFileSize: 8 * MIB,
  // Rows of one table look alike: larger blocks compress better, by 6 % of 4 KiB's.
  blockSize: 16 * 1024,
  maxOpenFiles: 256,
};

/**
 * Opens a LevelDB, new where there is none. One that is broken is repaired, which keeps every table file that can be
 * read; if that fails too it is set aside under another name and an empty one takes its place. `beforeRepair` can
 * leave word of it first: once repaired, a database does not tell that it ever was broken.
 */
export async function openLevel(path: string, beforeRepair = async (): Promise<void> => {}): Promise<Level> {
  try {
    return await open(path);
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  await beforeRepair();
  try {
    await ClassicLevel.repair(path);
    return await open(path);
  } catch {
    await rename(path, `${path}-damaged-${Date.now()}`);
    return await open(path);
  }
}

/** Whether a database is broken, and not merely locked, forbidden, or on a full disk, where nothing may be set aside. */
function isDamage(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  return codeOf(error) === 'LEVEL_CORRUPTION' || /No such file|Input\/output error/.test(cause);
}

async function open(path: string): Promise<Level> {
  const level = new ClassicLevel<Bytes, Bytes>(path, options);
  await level.open();
  return level;
}
