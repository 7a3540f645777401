import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../lib/failure.ts';
import { Gate } from './gate.ts';

const refuses = (gate: Gate, what: 'telemetry' | 'names'): boolean => {
  try {
    gate.pass(what);
    return false;
  } catch (error) {
    assert.ok(error instanceof Failure && error.code === 'DISK_LOW');
    return true;
  }
};

test('a gate that nobody sets is open', async () => {
  const gate = new Gate();
  assert.deepEqual([gate.closed, refuses(gate, 'telemetry'), refuses(gate, 'names')], [false, false, false]);
  await gate.opened();
});

test('names pass a little longer than telemetry', () => {
  const gate = new Gate();
  gate.set('names');
  assert.deepEqual([gate.closed, refuses(gate, 'telemetry'), refuses(gate, 'names')], [true, true, false]);
  gate.set('nothing');
  assert.deepEqual([gate.closed, refuses(gate, 'telemetry'), refuses(gate, 'names')], [true, true, true]);
});

test('who waits at a closed gate goes on when it opens, in the order of coming', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const gate = new Gate();
  gate.set('names');
  const passed: string[] = [];
  const all = ['first', 'second'].map((name) => gate.opened().then(() => passed.push(name)));
  await turn();
  t.mock.timers.tick(1_000);
  await turn();
  assert.deepEqual(passed, []);
  gate.set('all');
  t.mock.timers.tick(1_000);
  await Promise.all(all);
  assert.deepEqual(passed, ['first', 'second']);
});

test('what one thread sets the other sees', async () => {
  const gate = new Gate();
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    parentPort.on('message', () => parentPort.postMessage(Atomics.load(new Int32Array(workerData), 0)));`;
  const worker = new Worker(code, { eval: true, workerData: gate.shared });
  const seen = () =>
    new Promise((resolve) => {
      worker.once('message', resolve);
      worker.postMessage('look');
    });
  assert.equal(await seen(), 0);
  gate.set('nothing');
  assert.equal(await seen(), 2);
  await worker.terminate();
});
