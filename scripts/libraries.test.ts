import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs', 'adr', '007-libraries.md'), 'utf8');

const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const workspaces: readonly string[] = ['.', ...json('package.json').workspaces];

const declared = new Set<string>(
  workspaces.flatMap((folder) => {
    const { dependencies, devDependencies, optionalDependencies } = json(join(folder, 'package.json'));
    return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  }),
);

/** Cells of the rows that name packages: the names, their licences, and the rest. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, names = '', licences = '']) => ({
    names: [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    licences,
  }));

test('every package that is declared has its reason in ADR 7, and no other has', () => {
  const ours = [...declared].filter((name) => !name.startsWith('@finepoint/')).sort();
  assert.deepEqual(rows.flatMap(({ names }) => names).sort(), ours);
});

test('licences are those that the packages name', () => {
  for (const { names, licences } of rows) {
    for (const name of names) {
      const manifest = join('node_modules', name, 'package.json');
      if (!existsSync(join(root, manifest))) continue; // Another platform's.
      const { license } = json(manifest);
      const said = license.replace(/[()]/g, '');
      assert.ok(licences.includes(said), `${name} is under ${said}`);
    }
  }
});
