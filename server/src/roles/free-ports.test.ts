import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { Failure } from '../lib/failure.ts';
import { freePorts } from './free-ports.ts';

test('free ports are all different', async () => {
  const wanted = Object.fromEntries(Array.from({ length: 50 }, (_, place) => [`p${place}`, 0]));
  const ports = Object.values(await freePorts('127.0.0.1', wanted));
  assert.equal(new Set(ports).size, 50);
  assert.ok(ports.every((port) => port > 0));
});

test('a port that is taken is named', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await assert.rejects(
    freePorts('127.0.0.1', { any: 0, taken: port }),
    (error) => error instanceof Failure && error.code === 'PORT_IN_USE' && error.detail === `port ${port}`,
  );
  other.close();
});
