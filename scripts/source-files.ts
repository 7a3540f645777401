import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A file of ours: its path below the project's folder, with `/`, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const folders = ['server', 'web', 'wire', 'demo', 'agent', 'bench', 'test', 'scripts'];
const notOurs = new Set(['node_modules', 'dist', 'gen', 'captures', 'out']);

/** Every TypeScript and JavaScript file of the project below `root`, except what is generated or recorded. */
export function sourceFiles(root: string): readonly SourceFile[] {
  return folders
    .flatMap((folder) => pathsBelow(join(root, folder)))
    .map((path) => ({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }));
}

function pathsBelow(folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : pathsBelow(path);
    return entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : [];
  });
}

const entriesOf = (folder: string) => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // Not every folder is there yet.
  }
};
