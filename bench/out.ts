import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where figures, profiles and stores that are kept between runs lie; not part of the repository. */
export const out = join(import.meta.dirname, 'out');

const PASSING = 'passing-';

/** A directory that is of no use after the run; whoever asks for it removes it. */
export async function passingDirectory(): Promise<string> {
  await mkdir(out, { recursive: true });
  return mkdtemp(join(out, PASSING));
}

/** Removes what a run that was cut short left behind. */
export async function clean(): Promise<void> {
  await mkdir(out, { recursive: true });
  const left = (await readdir(out)).filter((name) => name.startsWith(PASSING));
  await Promise.all(left.map((name) => rm(join(out, name), { recursive: true, force: true })));
}
