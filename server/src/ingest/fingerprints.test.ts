import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Fingerprints } from './fingerprints.ts';

const hash = (number: number): Buffer => createHash('sha1').update(String(number)).digest();

test('what was added is there, nothing else is, and each counts once', () => {
  const set = new Fingerprints();
  for (let number = 0; number < 50_000; number++) {
    assert.equal(set.has(hash(number)), false);
    set.add(hash(number));
    set.add(hash(number));
  }
  assert.equal(set.size, 50_000);
  for (let number = 0; number < 50_000; number++) assert.ok(set.has(hash(number)));
  for (let number = 50_000; number < 100_000; number++) assert.ok(!set.has(hash(number)));
});

test('hashes that begin alike, or with zeros, are told apart', () => {
  const set = new Fingerprints();
  const [zeros, same, other] = ['0000000000000000', 'ffffffff00000001', 'ffffffff00000002'].map((digits) =>
    Buffer.from(digits, 'hex'),
  );
  assert.ok(zeros && same && other);
  assert.ok(!set.has(zeros));
  for (const one of [zeros, same]) set.add(one);
  assert.ok(set.has(zeros) && set.has(same) && !set.has(other));
});
