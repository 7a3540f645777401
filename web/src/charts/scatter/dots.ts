import { type Agent, type Chunk, FAILED } from './decode.ts';

/** All dots that a chart has, as a ring of chunks: the oldest leaves in front, the newest comes at the end. */
export interface Dots {
  readonly chunks: readonly Chunk[];
  readonly count: number;
}

export const none: Dots = { chunks: [], count: 0 };

export const dotsOf = (...chunks: readonly Chunk[]): Dots => ({
  chunks,
  count: chunks.reduce((sum, chunk) => sum + chunk.count, 0),
});

/** A live stream brings a few dots a second; joining them up to this size keeps the ring short. */
const JOIN_BELOW = 4_096;

/** `dots` with the chunk at the end. What was there is shared, not copied, but for a small last chunk. */
export function append(dots: Dots, chunk: Chunk): Dots {
  if (chunk.count === 0) return dots;
  const last = dots.chunks.at(-1);
  const joined =
    last !== undefined && last.count + chunk.count <= JOIN_BELOW && chunk.from >= last.from
      ? [...dots.chunks.slice(0, -1), join(last, chunk)]
      : [...dots.chunks, chunk];
  return { chunks: joined, count: dots.count + chunk.count };
}

/** `dots` without the chunks that ended before `from`, ms since 1970. */
export function dropBefore(dots: Dots, from: number): Dots {
  const kept = dots.chunks.filter((chunk) => chunk.to > from);
  return kept.length === dots.chunks.length ? dots : dotsOf(...kept);
}

/** Who sent the dots, each agent id once, by id. */
export function agentsOf(dots: Dots): Agent[] {
  const byId = new Map(dots.chunks.flatMap((chunk) => chunk.agents).map((agent) => [agent.agentId, agent]));
  return [...byId.values()].sort((a, b) => a.agentId.localeCompare(b.agentId));
}

/** A part of the plane: `from` ≤ time < `to` (ms since 1970), `elapsedFrom` ≤ elapsed ≤ `elapsedTo` (ms). */
export interface Area {
  readonly from: number;
  readonly to: number;
  readonly elapsedFrom: number;
  readonly elapsedTo: number;
}

export interface Counts {
  readonly success: number;
  readonly failed: number;
}

/** How many dots lie in the area. */
export function countIn(dots: Dots, area: Area): Counts {
  let success = 0;
  let failed = 0;
  for (const { from, count, time, elapsed, flags } of dots.chunks) {
    for (let i = 0; i < count; i++) {
      const at = from + (time[i] ?? 0);
      const ms = elapsed[i] ?? 0;
      if (at < area.from || at >= area.to || ms < area.elapsedFrom || ms > area.elapsedTo) continue;
      if (((flags[i] ?? 0) & FAILED) === 0) success++;
      else failed++;
    }
  }
  return { success, failed };
}

/** The greatest response time of `from` ≤ time < `to`, ms; 0 if there is no dot. */
export function slowest(dots: Dots, from: number, to: number): number {
  let most = 0;
  for (const chunk of dots.chunks) {
    for (let i = 0; i < chunk.count; i++) {
      const at = chunk.from + (chunk.time[i] ?? 0);
      const ms = chunk.elapsed[i] ?? 0;
      if (ms > most && at >= from && at < to) most = ms;
    }
  }
  return most;
}

function join(a: Chunk, b: Chunk): Chunk {
  const agents = [...a.agents];
  const place = b.agents.map((agent) => {
    const known = agents.findIndex((other) => other.agentId === agent.agentId && other.startTime === agent.startTime);
    return known >= 0 ? known : agents.push(agent) - 1;
  });
  const shift = b.from - a.from;
  return {
    from: a.from,
    to: Math.max(a.to, b.to),
    count: a.count + b.count,
    agents,
    time: concat(
      new Uint32Array(a.count + b.count),
      a.time,
      b.time.map((at) => at + shift),
    ),
    elapsed: concat(new Uint32Array(a.count + b.count), a.elapsed, b.elapsed),
    agent: concat(
      new Uint16Array(a.count + b.count),
      a.agent,
      b.agent.map((index) => place[index] ?? 0),
    ),
    flags: concat(new Uint8Array(a.count + b.count), a.flags, b.flags),
  };
}

function concat<Column extends { set(from: Column, offset?: number): void; readonly length: number }>(
  into: Column,
  a: Column,
  b: Column,
): Column {
  into.set(a);
  into.set(b, a.length);
  return into;
}
