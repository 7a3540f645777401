import type { Bytes } from '../lib/bytes.ts';
import { Failure } from '../lib/failure.ts';
import { Reader } from '../lib/reader.ts';
import { Writer } from '../lib/writer.ts';

/** Starts a stored value: its first byte is the version of its layout. */
export const versioned = (version: number, capacity?: number): Writer => new Writer(capacity).u8(version);

/** Opens a stored value for reading behind its version byte, which must not be newer than `known`. */
export function openValue(value: Bytes, known: number): Reader {
  const reader = new Reader(value);
  const version = reader.u8();
  if (version > known) throw new Failure('STORE_TOO_NEW', `version ${version}, this program knows ${known}`);
  return reader;
}

/** What a reader of stored bytes answers, or undefined where they are damaged: damage costs itself only. */
export function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
