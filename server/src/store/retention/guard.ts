import { SECOND } from '../../lib/time.ts';

/** What may be stored: all, only what agents tell once (who they are, names of their methods), or nothing. */
export type Admits = 'all' | 'names' | 'nothing';

export interface Guard {
  readonly admits: Admits;
  /** Why not all: the disk is nearly full, it was full when something was written, or the quota is. */
  readonly why: '' | 'disk' | 'write' | 'quota';
}

export const OPEN: Guard = { admits: 'all', why: '' };

export interface DiskState {
  /** Bytes that may still be written. */
  readonly free: number;
  /** Bytes that must stay free. */
  readonly least: number;
  /** All is dropped that may be, and it is more than the quota. */
  readonly overQuota: boolean;
  /** ms since a write failed because the disk was full. */
  readonly sinceFullWrite: number;
}

/** A write that met a full disk counts so long, whatever the file system says of itself. */
const AFTER_FULL_WRITE = 30 * SECOND;

/** What was closed opens again when there is a tenth more than what it was closed for. */
const AGAIN = 1.1;

/**
 * What may be stored in this state of the disk. Telemetry stops while the least is still free. Names go on until half
 * of that is gone: they are few, and agents send them once, so that refused ones would be missing for good.
 */
export function guard({ admits }: Guard, { free, least, overQuota, sinceFullWrite }: DiskState): Guard {
  if (sinceFullWrite < AFTER_FULL_WRITE) return { admits: 'nothing', why: 'write' };
  const half = least / 2;
  if (free < (admits === 'nothing' ? half * AGAIN : half)) return { admits: 'nothing', why: 'disk' };
  if (free < (admits === 'all' ? least : least * AGAIN)) return { admits: 'names', why: 'disk' };
  return overQuota ? { admits: 'names', why: 'quota' } : OPEN;
}

const GIB = 1024 ** 3;

/** What must stay free of a disk of `size` bytes where nobody says: 2 %, and at least 1 GiB. */
export const defaultLeast = (size: number): number => Math.max(GIB, Math.floor(0.02 * size));
