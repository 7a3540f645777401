import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { cannotGoOffline, offline } from './offline.ts';
import { collect, freePorts, ready } from './server.ts';

const script = join(import.meta.dirname, '..', '..', 'scripts', 'start.mjs');

/** Runs `npm start`'s script as npm would, with a data directory of its own. */
async function start(t: TestContext, wrapper: readonly string[] = []) {
  const data = await mkdtemp(join(tmpdir(), 'finepoint-'));
  const [command = '', ...args] = [...wrapper, process.execPath, script];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...freePorts, FINEPOINT_DATA: data },
  });
  t.after(async () => {
    child.kill('SIGKILL');
    // The server ends a moment after what started it, and may write until then.
    await rm(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });
  const output = collect(child);
  return { child, output, ...(await ready(child, output)) };
}

test('a start where all is installed and built runs nothing but the server, and needs no network', {
  skip: cannotGoOffline,
}, async (t) => {
  const first = await start(t);
  first.child.kill('SIGTERM');
  await once(first.child, 'exit');
  const second = await start(t, offline);
  assert.doesNotMatch(second.output(), /installing|building/);
});

test('a signal to stop is passed on to the server, and its exit code comes back', async (t) => {
  const { child, ui } = await start(t);
  assert.equal((await fetch(ui)).status, 200);
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  await assert.rejects(fetch(ui));
});

test('the server stops when the process that started it is killed', async (t) => {
  const { child, ui } = await start(t);
  child.kill('SIGKILL');
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(50)) {
    if (
      !(await fetch(ui).then(
        () => true,
        () => false,
      ))
    )
      return;
  }
  assert.fail('the server still answers');
});
