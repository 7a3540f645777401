import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { configurationPage, help } from './print.ts';
import { settings } from './settings.ts';

const all = Object.values(settings);

test('docs/configuration.md is what the settings say (renew it with `node scripts/docs.ts`)', () => {
  const page = join(import.meta.dirname, '..', '..', '..', 'docs', 'configuration.md');
  assert.equal(readFileSync(page, 'utf8'), configurationPage());
});

test('--help names every flag', () => {
  for (const { flag } of all) assert.ok(help().includes(`  ${flag} `), flag);
});

test('no two settings share a variable or a flag', () => {
  assert.equal(new Set(all.map(({ env }) => env)).size, all.length);
  assert.equal(new Set(all.map(({ flag }) => flag)).size, all.length);
});
