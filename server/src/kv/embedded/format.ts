import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../lib/failure.ts';
import { codeOf, writeWhole } from './disk.ts';

/** The layout this program writes. Raise it with every change that an older program would misread. */
export const FORMAT = 2;

/** Refuses data of a newer program, before anything is written. */
export async function checkFormat(directory: string): Promise<void> {
  const found = await readFormat(directory);
  // What cannot be read as a number is no format of the past.
  if (found !== undefined && !(Number(found) <= FORMAT)) {
    throw new Failure('DATA_TOO_NEW', `${directory} has format ${found.slice(0, 20)}, this program knows ${FORMAT}`);
  }
}

export async function markFormat(directory: string): Promise<void> {
  if (Number(await readFormat(directory)) !== FORMAT) await writeWhole(join(directory, 'format'), `${FORMAT}\n`);
}

async function readFormat(directory: string): Promise<string | undefined> {
  try {
    return (await readFile(join(directory, 'format'), 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
