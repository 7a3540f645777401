import type { Histogram } from '../../lib/histogram.ts';
import type { Agent, Application } from '../application.ts';

/**
 * Histograms by the start (ms) of the time slot they count, oldest first. Slots without calls are left out.
 */
export type Series = Map<number, Histogram>;

/**
 * All that one application's spans say about the server map over a stretch of time (server.md §4.2).
 * A link is counted at both of its ends: `out` by the caller's events, `in` by the callee's spans.
 */
export interface MapStretch {
  readonly responses: Series;
  readonly agents: readonly { readonly agent: Agent; readonly series: Series }[];
  readonly out: readonly MapLink[];
  readonly in: readonly MapLink[];
  readonly hosts: readonly AcceptedHost[];
}

export interface MapLink {
  /** The other end: the callee of an `out` link, the caller of an `in` link. */
  readonly peer: Application;
  /** `out`: the address that was called. `in`: '' (of a caller no address is known). */
  readonly endPoint: string;
  readonly series: Series;
}

/** "Calls that this application makes to `host` are accepted by `accepting`." */
export interface AcceptedHost {
  readonly host: string;
  readonly accepting: Application;
}
