/**
 * Loaded into every thread of the server before anything of its own: the server's clock begins at BENCH_CLOCK (ms since
 * 1970) and runs as real time does, so that a run always lies inside one ten-minute slot. SIGUSR2 makes it jump beyond the
 * end of the hour: what the server does when slots and hours close is then part of the run, without waiting for it.
 */
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

const JUMP = 80 * 60_000;
const KEY = 'bench clock';

const real = Date.now;
const ahead = aheadOfReal();
Date.now = () => real() + (ahead[0] as number);

/** One number that all threads see: ms that the server's clock is ahead. */
function aheadOfReal(): Float64Array {
  if (!isMainThread) return new Float64Array(getEnvironmentData(KEY) as SharedArrayBuffer);
  const shared = new SharedArrayBuffer(8);
  const mine = new Float64Array(shared);
  mine[0] = Number(process.env.BENCH_CLOCK) - real();
  setEnvironmentData(KEY, shared);
  process.on('SIGUSR2', () => {
    mine[0] = (mine[0] as number) + JUMP;
  });
  return mine;
}
