/**
 * The direction of imports, as a table that is checked: who may import what of ours, and only declared packages of npm.
 * Run by `npm run check`; prints one line for each import that goes the wrong way.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Import, importsOf } from './import-statements.ts';
import { ratchet } from './ratchet.ts';
import { type SourceFile, sourceFiles } from './source-files.ts';

/** The areas of the project, each with those it may import. Every area may import itself. */
const may: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  kv: ['lib'],
  store: ['lib', 'kv'],
  ingest: ['lib', 'store', 'wire'],
  query: ['lib', 'store', 'wire'],
  alarm: ['lib', 'query'],
  config: ['lib'],
  roles: ['lib', 'kv', 'store', 'ingest', 'query', 'alarm'],
  main: ['lib', 'kv', 'store', 'ingest', 'query', 'alarm', 'config', 'roles', 'wire'],
  wire: [],
  web: [],
  demo: ['wire'],
  agent: [],
  bench: ['lib', 'kv', 'store', 'ingest', 'query', 'roles', 'wire', 'main'],
  test: ['lib', 'kv', 'store', 'ingest', 'query', 'alarm', 'config', 'wire', 'main', 'web', 'demo', 'bench'],
  scripts: ['config', 'lib'],
};

/** The UI shares nothing with the server but the shapes of its answers. */
const sharedWithWeb = 'server/src/query/schema/';

/** What tests may stand on wherever they are: the in-memory engine, and recorded traffic. */
const forEveryTest = /^(server\/src\/kv\/memory\.ts|test\/captures\/.+)$/;

/** The packages that each workspace declares, by folder; those of the root are for tests everywhere. */
export type Declared = Readonly<
  Record<string, { readonly production: Set<string>; readonly development: Set<string> }>
>;

/** Every import that goes the wrong way or is not declared, and every file in no area: one line each. */
export function faults(files: readonly SourceFile[], declared: Declared): readonly string[] {
  return files.flatMap((file) => {
    const area = areaOf(file.path);
    if (area === undefined)
      return [`${file.path}: belongs to no area; put it into a folder that scripts/imports.ts names`];
    return importsOf(file).flatMap((imported) => faultOf(file.path, area, imported, declared) ?? []);
  });
}

function faultOf(path: string, area: string, imported: Import, declared: Declared): string | undefined {
  if ('npm' in imported) {
    return isDeclared(path, imported, declared)
      ? undefined
      : `${path} -> ${imported.npm}: not declared in package.json`;
  }
  const target = areaOf(imported.path);
  if (target === area) return undefined;
  if (area === 'web' && imported.path.startsWith(sharedWithWeb)) {
    return imported.types ? undefined : `${path} -> ${imported.path}: web may import only types of it`;
  }
  if (isTest(path) && forEveryTest.test(imported.path)) return undefined;
  const allowed = isTest(path) ? everythingBelow(area) : (may[area] ?? []);
  if (target !== undefined && allowed.includes(target)) return undefined;
  return `${path} -> ${imported.path}: ${area} may import ${inWords(may[area] ?? [])}`;
}

/** The area that a path lies in: a folder of the server, `main` for its entries, or a workspace. */
function areaOf(path: string): string | undefined {
  const [first = '', second = '', third = '', ...rest] = path.split('/');
  if (first !== 'server') return first in may ? first : undefined;
  if (second !== 'src') return undefined;
  const inFolder = rest.length > 0;
  if (!inFolder) return /^(main|start|greeting)(\.test)?\.ts$/.test(third) ? 'main' : undefined;
  return third in may ? third : undefined;
}

/** Tests, what they share, and the contracts that are tests of every engine. */
const isTest = (path: string): boolean =>
  /(\.test(-data)?\.tsx?|\/contract(-\w+)?\.ts)$/.test(path) || path.startsWith('test/');

function everythingBelow(area: string): readonly string[] {
  const direct = may[area] ?? [];
  return [...new Set([...direct, ...direct.flatMap(everythingBelow)])];
}

const inWords = (areas: readonly string[]): string =>
  areas.length === 0 ? 'nothing of ours' : `only ${areas.join(', ')}`;

/** Types are gone when the program runs, and so are tests and the configuration of tools. */
function isDeclared(path: string, { npm, types }: { npm: string; types: boolean }, declared: Declared): boolean {
  const own = declared[path.split('/')[0] ?? ''];
  if (own?.production.has(npm)) return true;
  if (!isTest(path) && !types && !path.endsWith('.config.ts') && !path.endsWith('.mjs')) return false;
  return own?.development.has(npm) === true || declared['.']?.development.has(npm) === true;
}

function readDeclared(root: string): Declared {
  const folders = ['.', 'server', 'web', 'wire', 'demo', 'test', 'bench'];
  return Object.fromEntries(
    folders.map((folder) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(
        readFileSync(join(root, folder, 'package.json'), 'utf8'),
      );
      return [
        folder,
        { production: new Set(Object.keys(dependencies)), development: new Set(Object.keys(devDependencies)) },
      ];
    }),
  );
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const files = sourceFiles(root);
  const found = [...faults(files, readDeclared(root)), ...ratchet(files)];
  for (const line of found) console.error(line);
  process.exitCode = found.length > 0 ? 1 : 0;
}
