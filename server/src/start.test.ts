import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config/config.ts';
import { retentionOf } from './config/retention.ts';
import { tables } from './store/tables.ts';

test('every family of tables has its time, but for what is permanent', () => {
  const families = new Set(tables.map(({ family }) => family));
  families.delete('permanent');
  const kept = retentionOf(readConfig([], {})).map(({ family }) => family);
  assert.deepEqual(kept.sort(), [...families].sort());
});
