import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { measureIngest } from '../measure/ingest.ts';
import { out } from '../out.ts';
import { fixed, table, whole } from '../report/table.ts';
import { type CpuProfile, top } from './top.ts';

const TOP = 25;
/** What the profiler takes of a core while the server does nothing, and some more. */
const IDLE_SHARE = 0.15;

/** Runs the server under load with V8's profiler in each of its threads, and prints where the time of each goes. */
export async function profileIngest(pspans: number): Promise<void> {
  for (const as of ['streams', 'batches'] as const) {
    const folder = join(out, 'profile', as);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const figures = await measureIngest({
      as,
      pspans,
      cores: 1,
      settle: true,
      idleShare: IDLE_SHARE,
      nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${folder}`],
    });
    console.log(`\n${as}: ${whole(figures.pspans / figures.cpuSeconds)} PSpans a CPU-second with the profiler in it`);
    for (const file of (await readdir(folder)).sort()) {
      const profile: CpuProfile = JSON.parse(await readFile(join(folder, file), 'utf8'));
      console.log(`\n${file}\n${tableOf(profile)}`);
    }
  }
}

const tableOf = (profile: CpuProfile): string =>
  table(
    ['self time', 'ms', 'share', 'where'],
    top(profile, TOP).map(({ name, place, ms, share }) => [name, whole(ms), `${fixed(share * 100, 1)} %`, place]),
  );
