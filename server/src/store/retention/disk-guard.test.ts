import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiskGuard } from './disk-guard.ts';
import { Gate } from './gate.ts';

/** A guard of a disk that the test fills and empties. */
function watch({ least }: { least: number | undefined } = { least: 100 }) {
  const disk = { free: 1_000, size: 2_000 };
  const world = { disk, uptime: 0, overQuota: false, broken: false };
  const gate = new Gate();
  const changes: string[] = [];
  const guard = new DiskGuard({
    disk: async () => {
      if (world.broken) throw new Error('ENOENT');
      return { ...world.disk };
    },
    least,
    gate,
    overQuota: () => world.overQuota,
    uptime: () => world.uptime,
    changed: ({ admits, why }) => changes.push(`${admits} ${why}`),
  });
  return { guard, gate, world, changes };
}

test('the gate closes before the disk is full, and opens by itself when there is room again; each is told once', async () => {
  const { guard, gate, world, changes } = watch();
  for (const free of [1_000, 90, 80, 105, 120, 1_000]) {
    world.disk.free = free;
    await guard.look();
    assert.equal(gate.closed, free < 110, `${free} bytes free`);
  }
  assert.deepEqual(changes, ['names disk', 'all ']);
});

test('a write that met a full disk closes it at once, and for half a minute at least', async () => {
  const { guard, gate, world, changes } = watch();
  await guard.look();
  guard.fullWrite();
  assert.equal(gate.closed, true);
  world.uptime = 29_000;
  await guard.look();
  assert.equal(gate.closed, true);
  world.uptime = 30_000;
  await guard.look();
  assert.equal(gate.closed, false);
  assert.deepEqual(changes, ['nothing write', 'all ']);
});

test('a quota that is full closes it as long as it is', async () => {
  const { guard, gate, world } = watch();
  world.overQuota = true;
  await guard.look();
  assert.deepEqual([gate.closed, guard.state.why], [true, 'quota']);
  world.overQuota = false;
  await guard.look();
  assert.equal(gate.closed, false);
});

test('a disk that cannot be asked changes nothing', async () => {
  const { guard, gate, world } = watch();
  world.disk.free = 10;
  await guard.look();
  world.broken = true;
  await assert.rejects(guard.look());
  assert.equal(gate.closed, true);
  assert.equal(guard.disk.free, 10);
});

test('a disk that cannot be asked at all is taken for one without end, and a full write passes all the same', async () => {
  const { guard, gate, world } = watch();
  world.broken = true;
  await assert.rejects(guard.look());
  assert.equal(gate.closed, false);
  guard.fullWrite();
  assert.equal(gate.closed, true);
  world.uptime = 30_000;
  await assert.rejects(guard.look());
  assert.equal(gate.closed, false);
});

test('where nobody says how much must stay free, the size of the disk does', async () => {
  const { guard, gate, world } = watch({ least: undefined });
  world.disk = { free: 3 * 1024 ** 3, size: 200 * 1024 ** 3 };
  await guard.look();
  assert.equal(guard.least, 4 * 1024 ** 3);
  assert.equal(gate.closed, true);
});
