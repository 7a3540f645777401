import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { asFailure, Failure, failures, grpcStatus } from './failure.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'errors.md'), 'utf8');

test('docs/errors.md lists every failure as it is, in the same order (renew it with `node scripts/docs.ts`)', () => {
  const documented = page.split('\n').filter((line) => line.startsWith('| `'));
  const known = Object.entries(failures).map(
    ([code, { status, grpc, says }]) => `| \`${code}\` | ${status} | ${grpc} | ${says} |`,
  );
  assert.deepEqual(documented, known);
});

describe('a failure', () => {
  test('says what happened, and which one', () => {
    assert.equal(new Failure('STORE_CLOSED').message, failures.STORE_CLOSED.says);
    assert.equal(new Failure('PORT_IN_USE', 'port 9991').message, `${failures.PORT_IN_USE.says} (port 9991)`);
  });

  test('has the statuses of its code', () => {
    const failure = new Failure('SERVER_BUSY');
    assert.equal(failure.status, 503);
    assert.equal(failure.grpc, grpcStatus.RESOURCE_EXHAUSTED);
  });
});

test('what is no failure shows strangers nothing of itself', () => {
  const cause = new TypeError('cannot read /secret/path');
  const failure = asFailure(cause);
  assert.equal(failure.code, 'INTERNAL');
  assert.doesNotMatch(failure.message, /secret/);
  assert.equal(failure.cause, cause);
});

test('a failure stays the one it is', () => {
  const failure = new Failure('TRACE_UNKNOWN', 'a^1^2');
  assert.equal(asFailure(failure), failure);
});
