import { type Chunk, FAILED } from './decode.ts';
import { append, type Dots, dropBefore } from './dots.ts';

/**
 * A dot is visible at most this long after it was received: what the stream brings from before the end of the loaded
 * answer may be new, or may be in that answer already.
 */
const OVERLAP = 5_000;

/**
 * `dots` and what the live stream brought: dots that the loaded answer has already are left out, and so are chunks that
 * ended before `from`, the start of the window.
 */
export function follow(dots: Dots, chunk: Chunk, from: number): Dots {
  return append(dropBefore(dots, from), unknown(dots, chunk));
}

/** The dots of `chunk` that `dots` does not have: same receive time, response time, outcome and agent is the same dot. */
function unknown(dots: Dots, chunk: Chunk): Chunk {
  const since = chunk.from - OVERLAP;
  const known = new Set<string>();
  for (const old of dots.chunks) {
    if (old.to <= since) continue;
    for (let i = 0; i < old.count; i++) if (old.from + (old.time[i] ?? 0) >= since) known.add(nameOf(old, i));
  }
  const fresh = Uint32Array.from({ length: chunk.count }, (_, i) => i).filter((i) => !known.has(nameOf(chunk, i)));
  if (fresh.length === chunk.count) return chunk;
  return {
    ...chunk,
    count: fresh.length,
    time: fresh.map((i) => chunk.time[i] ?? 0),
    elapsed: fresh.map((i) => chunk.elapsed[i] ?? 0),
    agent: Uint16Array.from(fresh, (i) => chunk.agent[i] ?? 0),
    flags: Uint8Array.from(fresh, (i) => chunk.flags[i] ?? 0),
  };
}

const nameOf = ({ from, time, elapsed, flags, agent, agents }: Chunk, i: number): string =>
  `${from + (time[i] ?? 0)} ${elapsed[i]} ${(flags[i] ?? 0) & FAILED} ${agents[agent[i] ?? 0]?.agentId}`;
