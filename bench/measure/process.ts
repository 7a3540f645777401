import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Of a second: how Linux counts CPU time for programs. */
const TICKS = 100;

/** CPU time of all threads of a process so far, in seconds. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name stands in brackets and may hold anything; utime and stime are the 14th and 15th field of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** MiB: what is in memory and belongs to no file, and the most that was ever in memory, mapped files included. */
export function memory(pid: number): { rssAnon: number; highWater: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { rssAnon: kib('RssAnon') / 1024, highWater: kib('VmHWM') / 1024 };
}

const IDLE_SHARE = 0.02;
const IDLE_FOR = 3_000;
const RESTING_FOR = 1_000;
const LOOK = 250;
const GIVE_UP = 10 * 60_000;

/** Resolves when a process has used less than 2 % of a core for three seconds: all that it had to do is done. */
export const untilIdle = (pid: number, share = IDLE_SHARE): Promise<void> => untilBelow(pid, IDLE_FOR, share);

/** Resolves when a process that has only been started has come to rest: a second tells. */
export const untilResting = (pid: number, share = IDLE_SHARE): Promise<void> => untilBelow(pid, RESTING_FOR, share);

async function untilBelow(pid: number, period: number, share: number): Promise<void> {
  const looks = period / LOOK;
  const seen = [cpuSeconds(pid)];
  for (let waited = 0; waited < GIVE_UP; waited += LOOK) {
    await wait(LOOK);
    seen.push(cpuSeconds(pid));
    if (seen.length <= looks) continue;
    const used = (seen.at(-1) ?? 0) - (seen.at(-1 - looks) ?? 0);
    if (used <= (period / 1000) * share) return;
  }
  throw new Error('the server did not come to rest in ten minutes');
}

/** Watches the memory of a process until it is asked for the peak. */
export function watchMemory(pid: number): () => { rssAnon: number; highWater: number } {
  let peak = 0;
  const look = (): number => {
    peak = Math.max(peak, memory(pid).rssAnon);
    return peak;
  };
  const timer = setInterval(look, 100);
  return () => {
    clearInterval(timer);
    return { rssAnon: look(), highWater: memory(pid).highWater };
  };
}
