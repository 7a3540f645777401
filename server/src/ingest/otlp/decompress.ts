import { promisify } from 'node:util';
import { gunzip, inflate, zstdDecompress } from 'node:zlib';
import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';

/** Bytes of a request once it is decompressed: what OpenTelemetry's own collector takes by default is less. */
export const REQUEST_LIMIT = 64 * 1024 * 1024;

/** How many times larger than what came a request may become; repeated spans reach some forty. */
const RATIO_LIMIT = 200;

/** Small requests may be as empty as they like. */
const ALWAYS = 1024 * 1024;

const decoders = { gzip: promisify(gunzip), deflate: promisify(inflate), zstd: promisify(zstdDecompress) };

const isKnown = (encoding: string): encoding is keyof typeof decoders => Object.hasOwn(decoders, encoding);

/**
 * The body of a request as it was before compression. Throws ENCODING_UNKNOWN, MESSAGE_TOO_LARGE where it would be too
 * large, or too many times larger than it came, and MESSAGE_INVALID where it is damaged.
 */
export async function decompress(body: Bytes, encoding: string): Promise<Bytes> {
  if (encoding === '' || encoding === 'identity') return body;
  if (!isKnown(encoding)) throw new Failure('ENCODING_UNKNOWN', encoding.slice(0, 20));
  const maxOutputLength = Math.min(REQUEST_LIMIT, Math.max(ALWAYS, body.length * RATIO_LIMIT));
  try {
    return await decoders[encoding](body, { maxOutputLength });
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new Failure(tooLarge ? 'MESSAGE_TOO_LARGE' : 'MESSAGE_INVALID', `a request compressed with ${encoding}`, {
      cause: error,
    });
  }
}
