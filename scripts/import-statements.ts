import { dirname, join } from 'node:path/posix';
import type { SourceFile } from './source-files.ts';

/** One import of a file: a path of ours, or a package of npm; `types` if nothing of it is left when the program runs. */
export type Import = { readonly types: boolean } & ({ readonly path: string } | { readonly npm: string });

/** Biome's format puts `import` and `export` at the start of a line, which tells them from text that looks like them. */
const statement = /^(?:import|export)\s+(?:(?<names>[\w$*{},\s]+?)\s+from\s+)?'(?<from>[^']+)'/gm;
const dynamic = /^[^'"`\n]*\bimport\('(?<from>[^']+)'/gm;

/** What `file` imports, except what comes with Node.js. */
export function importsOf(file: SourceFile): readonly Import[] {
  const found = [...file.text.matchAll(statement), ...file.text.matchAll(dynamic)];
  return found.flatMap(({ groups }) => {
    const from = groups?.from ?? '';
    if (from.startsWith('node:') || from === '') return [];
    return [{ types: namesOnlyTypes(groups?.names ?? ''), ...target(file.path, from) }];
  });
}

function target(importer: string, from: string): { path: string } | { npm: string } {
  if (from.startsWith('.')) return { path: join(dirname(importer), from.split('?')[0] ?? from) };
  if (from.startsWith('@finepoint/')) return { path: from.slice('@finepoint/'.length) };
  return {
    npm: from
      .split('/')
      .slice(0, from.startsWith('@') ? 2 : 1)
      .join('/'),
  };
}

function namesOnlyTypes(names: string): boolean {
  if (/^type\b/.test(names)) return true;
  const braced = /^\{(?<inside>[^}]*)\}$/.exec(names)?.groups?.inside;
  return braced?.split(',').every((name) => /^\s*(type\b.*)?$/.test(name)) ?? false;
}
