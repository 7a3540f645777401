import { open, readdir, rename, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../lib/failure.ts';

/** Makes the names in a directory durable: a file just made or renamed may otherwise be gone after a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open directories, and journals names by itself.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a small file whole or not at all. */
export async function writeWhole(path: string, content: string): Promise<void> {
  const draft = `${path}.new`;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
  await syncDirectory(dirname(path));
}

/** Bytes of all files below `path`. Files that vanish meanwhile (LevelDB compacts when it likes) count nothing. */
export async function diskBytes(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map((file) => sizeOf(join(file.parentPath, file.name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Bytes of a file, 0 where there is none. */
export const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** Bytes that may still be written beside `path`; endless where the file system does not say. */
export const freeBytes = (path: string): Promise<number> =>
  statfs(path).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  );

/** A period's directory as callers may see it: below the data directory. */
export const shortName = (path: string): string => `${basename(dirname(path))}/${basename(path)}`;

/** The code of a system or LevelDB error; of its cause where LevelDB wraps it. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const inner = codeOf(error.cause);
  if (inner !== undefined) return inner;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The failure behind an error met while reading or writing below `path`. */
export function diskFailure(path: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  if (code === 'LEVEL_CORRUPTION') return new Failure('STORE_DAMAGED', path, { cause: error });
  if (code !== undefined && /^(E[A-Z0-9]+|LEVEL_IO_ERROR)$/.test(code)) {
    return new Failure('DATA_NOT_WRITABLE', `${path}: ${code}`, { cause: error });
  }
  return new Failure('INTERNAL', '', { cause: error });
}
