import { constants, zstdCompressSync } from 'node:zlib';
import { FRAME, LEVEL } from '../../server/src/store/span/chunk.ts';

const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } };

/** Compresses raw spans in frames as chunks have them; answers the bytes that are left. */
export function compress(raw: readonly Buffer[]): number {
  let bytes = 0;
  for (const buffer of raw) {
    for (let at = 0; at < buffer.length; at += FRAME)
      bytes += zstdCompressSync(buffer.subarray(at, at + FRAME), OPTIONS).length;
  }
  return bytes;
}
