import { CannotRun } from './cannot-run.ts';

/** Stages of the benchmark, in the order in which they run. */
export const stages = ['ingest', 'otlp', 'floor', 'visible', 'query'] as const;
export type Stage = (typeof stages)[number];

export interface Options {
  readonly quick: boolean;
  /** Takes the kept store even if the programs that wrote it have changed since. */
  readonly keep: boolean;
  /** Runs only the server under load, with a profiler in it, and prints where its time goes. */
  readonly profile: boolean;
  readonly only: readonly Stage[];
}

/** How much is done. */
export interface Sizes {
  /** PSpans of a run against a server on one core, and on two. */
  readonly oneCore: number;
  readonly twoCores: number;
  /** Spans of OTLP, on one core. */
  readonly otlp: number;
  readonly floor: number;
  readonly stored: number;
  readonly probes: number;
  /** Messages a second beside the probes. */
  readonly probeLoad: number;
}

export const sizesOf = ({ quick }: Options): Sizes =>
  quick
    ? {
        oneCore: 200_000,
        twoCores: 100_000,
        otlp: 300_000,
        floor: 100_000,
        stored: 1_000_000,
        probes: 40,
        probeLoad: 10_000,
      }
    : {
        oneCore: 1_000_000,
        twoCores: 1_000_000,
        otlp: 1_000_000,
        floor: 300_000,
        stored: 10_000_000,
        probes: 300,
        probeLoad: 20_000,
      };

export const usage = [
  'npm run bench                       everything, on 10 M stored spans: minutes, and some more the first time',
  'npm run bench -- --quick            everything, on 1 M stored spans: two minutes',
  'npm run bench -- --only=ingest,query    some stages: ingest, otlp, floor, visible, query',
  'npm run bench -- --keep             asks the kept store even if it was written by an older program',
  'npm run bench -- --profile          where the time of the server goes under load',
].join('\n');

/** Reads the command line. Throws what it takes instead. */
export function readOptions(args: readonly string[]): Options {
  const only = args
    .find((arg) => arg.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',');
  const wrong = args.filter((arg) => !/^--(quick|keep|profile|only=.*)$/.test(arg));
  const chosen = stages.filter((stage) => only === undefined || only.includes(stage));
  if (wrong.length > 0 || chosen.length < (only ?? stages).length) throw new CannotRun(usage);
  return {
    quick: args.includes('--quick'),
    keep: args.includes('--keep'),
    profile: args.includes('--profile'),
    only: chosen,
  };
}
