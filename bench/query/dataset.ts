import { DAY, MINUTE } from '../../server/src/lib/time.ts';

/** When the last span of a kept store was received; the clock of a server that is asked stands a minute later. */
export const END = Date.UTC(2026, 10, 25);
export const START = END - 2 * DAY;

/** An application of many small spans beside the shop, for a chart of a million dots. */
export const DOTS = { application: 'dots@SPRING_BOOT', count: 1_000_000, from: END - 15 * MINUTE, to: END } as const;

/** The traffic of two days and nights: when the share `done` of all spans has been received. */
export const timeOf = (done: number): number =>
  START + Math.floor((END - START) * (done - 0.04 * Math.sin(4 * Math.PI * Math.min(1, done))));

/** What is remembered of a kept store. */
export interface Kept {
  /** Of the programs that wrote it. */
  readonly fingerprint: string;
  readonly pspans: number;
  /** On the disk, for each PSpan of the shop, before the dots were added. */
  readonly bytesPerSpan: number;
  /** µs of CPU for each PSpan, with its making. */
  readonly fillMicros: number;
  readonly traces: readonly { readonly id: string; readonly at: number }[];
}
