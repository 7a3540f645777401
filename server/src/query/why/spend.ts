import type { SpanEvent } from '../../store/span/span.ts';
import type { Hop } from '../trace/gather.ts';

/** Takes the time that was spent in a place of a hop and in nothing below it. `event` undefined: in the span itself. */
export type Spent = (hop: Hop, event: SpanEvent | undefined, ms: number) => void;

/** The hop that a call led to. */
export type Callee = (event: SpanEvent) => Hop | undefined;

/** Hops of hops of … are followed no deeper; what is deeper counts where it was called. */
const DEPTH_LIMIT = 32;

/** Calls inside of calls of a hop nest no deeper; what is deeper hangs on the last one that may. */
const NEST_LIMIT = 100;

/**
 * Deals the time of a hop out to the places where it was spent: each call gets what was not spent in the calls below
 * it. The parts sum to the elapsed time of the hop, whatever clocks and agents say: calls that ran at the same time
 * share that time, and what goes on after its caller has ended counts no longer than its caller.
 */
export function spend(hop: Hop, callee: Callee, lead: (hop: Hop) => readonly Hop[], spent: Spent): void {
  const seen = new Set<Hop>();
  const give = (of: Hop, ms: number, depth: number): void => {
    seen.add(of);
    const tree = treeOf(of);
    const called = new Set<Hop>();
    for (const call of tree.all) {
      const to = depth < DEPTH_LIMIT ? callee(call.event) : undefined;
      if (to === undefined || seen.has(to) || called.has(to)) continue;
      called.add(to);
      call.to = to;
    }
    // Callees whose call did not come hang on the hop itself.
    const stray = depth < DEPTH_LIMIT ? lead(of).filter((to) => !called.has(to) && !seen.has(to)) : [];
    const left = divide(tree.top, tree.start, tree.start + tree.elapsed, ms, stray, (call, share) =>
      below(call, share),
    );
    spent(of, undefined, left.rest);
    for (const [to, share] of left.stray) give(to, share, depth + 1);
    function below(call: Call, share: number): void {
      const { event, to } = call;
      const end = event.startTime + event.elapsed;
      const { rest } = divide(call.below, event.startTime, end, share, [], below);
      if (to === undefined || seen.has(to)) {
        spent(of, event, rest);
        return;
      }
      const own = Math.max(event.elapsed, 1);
      const inside = rest * Math.min(1, Math.max(0, to.span?.message.elapsed ?? own) / own);
      spent(of, event, rest - inside);
      give(to, inside, depth + 1);
    }
  };
  give(hop, Math.max(0, hop.span?.message.elapsed ?? 0), 0);
}

/** A call with the calls right below it. */
interface Call {
  readonly event: SpanEvent;
  readonly above: Call | undefined;
  readonly below: Call[];
  to: Hop | undefined;
}

interface Tree {
  readonly start: number;
  readonly elapsed: number;
  /** Calls that hang on the span itself. */
  readonly top: readonly Call[];
  readonly all: readonly Call[];
}

/** The calls of a hop by their depths; asynchronous ones below what waited for them. */
function treeOf(hop: Hop): Tree {
  const top: Call[] = [];
  const all: Call[] = [];
  const hang = (events: readonly { readonly event: SpanEvent }[], owner: Call | undefined): void => {
    const path: Call[] = [];
    for (const { event } of events) {
      const depth = Math.min(NEST_LIMIT, Math.max(1, event.depth === -1 ? path.length : event.depth));
      path.length = Math.min(path.length, depth - 1);
      const above = path.at(-1) ?? owner;
      const call: Call = { event, above, below: [], to: undefined };
      (above?.below ?? top).push(call);
      path.push(call);
      all.push(call);
    }
  };
  hang(hop.events, undefined);
  if (hop.async.size > 0) {
    const left = new Map(hop.async);
    // What began asynchronously may begin more: the list grows while it is walked.
    for (let at = 0; at < all.length; at++) {
      const starter = all[at] as Call;
      const branches = left.get(starter.event.asyncId) ?? [];
      left.delete(starter.event.asyncId);
      for (const branch of branches) hang(branch, waiterOf(starter, branch));
    }
    for (const branch of [...left.values()].flat()) hang(branch, undefined);
  }
  const message = hop.span?.message;
  return { start: message?.startTime ?? 0, elapsed: Math.max(0, message?.elapsed ?? 0), top, all };
}

/** The innermost call around the one that began a branch, and that ended no earlier than the branch did. */
function waiterOf(starter: Call, branch: readonly { readonly event: SpanEvent }[]): Call | undefined {
  let end = Number.NEGATIVE_INFINITY;
  for (const { event } of branch) if (event.depth <= 1) end = Math.max(end, event.startTime + event.elapsed);
  let waiter = starter.above;
  for (let up = 0; waiter !== undefined && up < NEST_LIMIT; up++) {
    // Clocks of milliseconds: the branch may seem to end a little later.
    if (waiter.event.startTime + waiter.event.elapsed + 1 >= end) return waiter;
    waiter = waiter.above;
  }
  return undefined;
}

/**
 * Divides `ms` among calls within a stretch of time, as far as they fill it; `rest` is what they leave. Callees of
 * other clocks (`stray`) take their elapsed time out of it.
 */
function divide(
  calls: readonly Call[],
  from: number,
  to: number,
  ms: number,
  stray: readonly Hop[],
  give: (call: Call, ms: number) => void,
): { readonly rest: number; readonly stray: readonly (readonly [Hop, number])[] } {
  const whole = to - from;
  if (whole <= 0 || ms <= 0) {
    for (const call of calls) give(call, 0);
    return { rest: ms, stray: stray.map((hop) => [hop, 0]) };
  }
  let sum = 0;
  for (const { event } of calls) sum += overlap(event, from, to);
  const filled = Math.min(whole, isSequence(calls) ? sum : covered(calls, from, to));
  const perMs = sum === 0 ? 0 : ((ms / whole) * filled) / sum;
  for (const call of calls) give(call, overlap(call.event, from, to) * perMs);
  const rest = ms - (sum === 0 ? 0 : (ms / whole) * filled);
  const wanted = stray.map((hop) => Math.max(0, hop.span?.message.elapsed ?? 0));
  const all = wanted.reduce((a, b) => a + b, 0);
  const scale = all === 0 ? 0 : Math.min(1, rest / all);
  return { rest: Math.max(0, rest - all * scale), stray: stray.map((hop, at) => [hop, (wanted[at] ?? 0) * scale]) };
}

const overlap = ({ startTime, elapsed }: SpanEvent, from: number, to: number): number =>
  Math.max(0, Math.min(startTime + elapsed, to) - Math.max(startTime, from));

/** Whether each call began when the one before had ended. */
function isSequence(calls: readonly Call[]): boolean {
  let end = Number.NEGATIVE_INFINITY;
  for (const { event } of calls) {
    if (event.startTime < end) return false;
    end = event.startTime + event.elapsed;
  }
  return true;
}

/** How much of a stretch some call fills. */
function covered(calls: readonly Call[], from: number, to: number): number {
  const events = calls.map(({ event }) => event).sort((a, b) => a.startTime - b.startTime);
  let sum = 0;
  let at = from;
  for (const { startTime, elapsed } of events) {
    const end = Math.min(startTime + elapsed, to);
    sum += Math.max(0, end - Math.max(startTime, at));
    at = Math.max(at, end);
  }
  return sum;
}
