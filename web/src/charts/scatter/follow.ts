import { type Chunk, FAILED } from './decode.ts';
import { append, type Dots, dropBefore } from './dots.ts';

/**
 * `dots` and what an event of the live stream brought. The stream begins a little before the answer that was loaded
 * ends: dots of `loaded` are left out. So are chunks that ended before `from`, the start of the window.
 */
export function follow(dots: Dots, loaded: Dots, chunk: Chunk, from: number): Dots {
  return append(dropBefore(dots, from), without(loaded, chunk));
}

/** The dots of `chunk` that `loaded` does not have: same receive time, response time, outcome and agent is the same dot. */
function without(loaded: Dots, chunk: Chunk): Chunk {
  const since = chunk.from + chunk.time.reduce((first, time) => Math.min(first, time), Number.POSITIVE_INFINITY);
  const known = new Set<string>();
  for (const old of loaded.chunks) {
    if (old.to <= since) continue;
    for (let i = 0; i < old.count; i++) if (old.from + (old.time[i] ?? 0) >= since) known.add(nameOf(old, i));
  }
  if (known.size === 0) return chunk;
  const fresh = Uint32Array.from({ length: chunk.count }, (_, i) => i).filter((i) => !known.has(nameOf(chunk, i)));
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
