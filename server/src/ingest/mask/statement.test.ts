import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { PSqlMetaDataSchema } from '@finepoint/wire';
import type { ValuePolicy } from './fields.ts';
import { maskStatement } from './statement.ts';

function masked(sql: string, policy: ValuePolicy): string {
  const message = toBinary(PSqlMetaDataSchema, create(PSqlMetaDataSchema, { sqlId: 3, sql }));
  maskStatement(message, policy);
  const decoded = fromBinary(PSqlMetaDataSchema, message);
  assert.equal(decoded.sqlId, 3);
  return decoded.sql;
}

const raw = "select * from users where mail = 'lee@example.com' and name = 'o''hara' and level > 10";
const normalized = "select * from users where mail = '0$' and level > 1#";

test('a statement as PHP sends it loses what looks personal', () => {
  assert.equal(masked(raw, 'mask'), raw.replace('lee@example.com', '***************'));
});

test('drop masks every quoted literal', () => {
  assert.equal(
    masked(raw, 'drop'),
    "select * from users where mail = '***************' and name = '*******' and level > 10",
  );
});

test('placeholders stay: the literals they stand for are elsewhere', () => {
  assert.equal(masked(normalized, 'drop'), normalized);
});

test('keep keeps, and a quote that never ends hurts nothing', () => {
  assert.equal(masked(raw, 'keep'), raw);
  assert.equal(masked("select 'abc", 'drop'), "select '***");
});
