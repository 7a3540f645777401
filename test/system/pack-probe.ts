/**
 * Starts a packed Finepoint with its demo, looks at what a browser would see, and prints it as JSON. A program of its own,
 * so that it can run where the network is off: `node pack-probe.ts ‹launcher› ‹data directory› ‹folder for PATH›`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { collect, freePorts, ready } from './server.ts';

const [launcher = '', dataDir = '', path = ''] = process.argv.slice(2);
const child = spawn(launcher, ['--demo'], {
  stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  env: { ...freePorts, PATH: path, FINEPOINT_DATA: dataDir },
});
const output = collect(child);
try {
  const { ui } = await ready(child, output);
  const index = await (await fetch(`${ui}/`)).text();
  const script = /src="(?<path>[^"]+\.js)"/.exec(index)?.groups?.path ?? '/';
  const scriptType = (await fetch(new URL(script, ui))).headers.get('content-type');
  let setup = await setupOf(ui);
  for (const end = Date.now() + 20_000; setup.running === 0 && Date.now() < end; setup = await setupOf(ui))
    await sleep(200);
  console.log(JSON.stringify({ index, scriptType, setup }));
} finally {
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function setupOf(ui: string): Promise<{ running: number }> {
  const setup: { running: number } = JSON.parse(await (await fetch(`${ui}/api/v1/setup`)).text());
  return setup;
}
