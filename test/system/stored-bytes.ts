import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createZstdDecompress } from 'node:zlib';

const ZSTD_MAGIC = Buffer.of(0x28, 0xb5, 0x2f, 0xfd);

/** All that can be read in the files below a directory: their bytes, and what unfolds from compressed frames in them. */
export async function readableBytes(directory: string): Promise<Buffer> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const contents = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name))),
  );
  const frames = await Promise.all(contents.flatMap(framesIn).map(unfold));
  return Buffer.concat([...contents, ...frames]);
}

function framesIn(content: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = content.indexOf(ZSTD_MAGIC); at >= 0; at = content.indexOf(ZSTD_MAGIC, at + 1)) {
    frames.push(content.subarray(at));
  }
  return frames;
}

/** What comes out before something else begins behind the frame. */
async function unfold(from: Buffer): Promise<Buffer> {
  const pieces: Buffer[] = [];
  await new Promise<void>((resolve) => {
    const stream = createZstdDecompress();
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.once('error', () => resolve()).once('end', resolve);
    stream.end(from);
  });
  return Buffer.concat(pieces);
}
