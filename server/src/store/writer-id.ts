import { randomInt } from 'node:crypto';
import type { Bytes } from '../lib/bytes.ts';
import type { Millis } from '../lib/time.ts';

/**
 * Names one start of one collector process, so that no two writers ever put the same row:
 *
 *     [start in ms:6][random:2]
 */
export type WriterId = Bytes;

export const WRITER_ID_SIZE = 8;

export function newWriterId(startedAt: Millis): WriterId {
  const id = Buffer.alloc(WRITER_ID_SIZE);
  id.writeUIntBE(startedAt, 0, 6);
  id.writeUInt16BE(randomInt(0x10000), 6);
  return new Uint8Array(id);
}
