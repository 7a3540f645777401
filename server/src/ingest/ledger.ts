import type { Millis } from '../lib/time.ts';
import type { KnownAgent } from './agents.ts';

/** What is counted of an agent. */
export type Ledger = Pick<KnownAgent, 'rejected' | 'lost' | 'paused' | 'holding' | 'pausedSince' | 'changed'>;

/** A pause that is longer is told as a loss: agents drop what their queues cannot hold. */
const LONG_PAUSE = 3_000;

/** The reason that a long pause is told with; the others are codes of failures. */
const PAUSED = 'PAUSED';

/** Calls that this server does not have carry no telemetry that could be lost. */
const harmless: ReadonlySet<string> = new Set(['METHOD_UNKNOWN', 'COMMAND_UNKNOWN', 'SERVER_STOPPING']);

/** Counts something of this agent that was rejected. */
export function reject(known: Ledger, code: string, now: Millis): void {
  known.rejected.set(code, (known.rejected.get(code) ?? 0) + 1);
  known.changed = true;
  if (!harmless.has(code)) known.lost = { at: now, reason: code };
}

/** Counts the time until `room` resolves as one in which the agent's streams were not read. */
export function pause(known: Ledger, room: Promise<void>, clock: () => Millis): Promise<void> {
  // Several messages of one piece, or several streams, wait at the same time: that is one pause.
  if (known.holding++ === 0) known.pausedSince = clock();
  return room.finally(() => {
    if (--known.holding > 0) return;
    const now = clock();
    const paused = Math.max(0, now - known.pausedSince);
    known.paused += paused;
    known.changed = true;
    if (paused >= LONG_PAUSE) known.lost = { at: now, reason: PAUSED };
  });
}

/** ms for which an agent's streams were not read, up to now. A pause that goes on is told as soon as it is long. */
export function pausedUntil(known: Ledger, now: Millis): number {
  if (known.holding === 0) return known.paused;
  const paused = Math.max(0, now - known.pausedSince);
  if (paused >= LONG_PAUSE) known.lost = { at: now, reason: PAUSED };
  return known.paused + paused;
}
