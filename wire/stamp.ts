import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The first line of every generated file: says which .proto files it was made from. */
export function stampOf(folder: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(folder).filter((name) => name.endsWith('.proto'));
  for (const name of names.sort()) hash.update(`${name}\n${readFileSync(join(folder, name), 'utf8')}\n`);
  return `// Made by generate.mjs from .proto files with the SHA-256 ${hash.digest('hex')}`;
}
