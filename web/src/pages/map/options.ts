import type { Search } from '../../data/search.ts';

/** What of the map is shown; in the address, where only what is not as by default is written. */
export interface Options {
  /** Steps of callers and of callees, 0 … 4. */
  readonly inbound: number;
  readonly outbound: number;
  readonly bidirectional: boolean;
  readonly wasOnly: boolean;
  /** Whether many nodes of a type are drawn as one. */
  readonly merged: boolean;
}

export const DEFAULTS: Options = { inbound: 1, outbound: 2, bidirectional: false, wasOnly: false, merged: true };
export const DEPTHS = [0, 1, 2, 3, 4] as const;

export function readOptions(search: Search): Options {
  return {
    inbound: depth(search.in, DEFAULTS.inbound),
    outbound: depth(search.out, DEFAULTS.outbound),
    bidirectional: search.both === 'true',
    wasOnly: search.was === 'true',
    merged: search.merge !== 'false',
  };
}

export function writeOptions(options: Options): Search {
  return {
    in: options.inbound === DEFAULTS.inbound ? undefined : String(options.inbound),
    out: options.outbound === DEFAULTS.outbound ? undefined : String(options.outbound),
    both: options.bidirectional ? 'true' : undefined,
    was: options.wasOnly ? 'true' : undefined,
    merge: options.merged ? undefined : 'false',
  };
}

const depth = (text: string | undefined, fallback: number): number =>
  /^[0-4]$/.test(text ?? '') ? Number(text) : fallback;
