import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type RunningServer, runServer, type ServerOptions, startServer } from './server.ts';

/** Starts a server that cannot start; resolves with the one line it says. */
async function refusal(options: ServerOptions): Promise<string> {
  const { code, printed } = await runServer(options);
  assert.equal(code, 1, printed);
  assert.match(printed, /^Finepoint cannot start: [^\n]+\n$/);
  return printed;
}

describe('a server that cannot start says why in one line and ends with exit code 1', { concurrency: 2 }, () => {
  let running: RunningServer;
  let folder: string;

  before(async () => {
    running = await startServer();
    folder = await mkdtemp(join(tmpdir(), 'finepoint-'));
  });

  after(async () => {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const name of ['agent', 'stat', 'span'] as const) {
    test(`the ${name} port is taken by another Finepoint`, async () => {
      const port = `${running.ports[name]}`;
      const said = await refusal({ args: [`--${name}-port`, port] });
      assert.match(said, /port is in use.*another program/);
      assert.ok(said.includes(port));
    });
  }

  test('the port of the UI is taken', async () => {
    const { port } = new URL(running.ui);
    assert.match(await refusal({ args: ['--ui-port', port] }), new RegExp(`port is in use.*${port}`));
  });

  test('a port is taken by any program', async () => {
    const other = createServer().listen(0, '0.0.0.0');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    assert.match(await refusal({ args: ['--span-port', `${port}`] }), new RegExp(`port is in use.*${port}`));
    other.close();
  });

  test('the data directory is in use: the process that has it is named', async () => {
    const said = await refusal({ dataDir: running.dataDir });
    assert.match(said, /in use by another Finepoint/);
    assert.match(said, /process \d+/);
    assert.ok(said.includes(running.dataDir));
  });

  test('the data was written by a newer version: nothing of it is touched', async () => {
    await writeFile(join(folder, 'format'), '99\n');
    assert.match(await refusal({ dataDir: folder }), /newer Finepoint.*format 99/);
    assert.deepEqual(await readdir(folder), ['format']);
    assert.equal(await readFile(join(folder, 'format'), 'utf8'), '99\n');
  });

  test('the data directory cannot be made', async () => {
    const file = join(running.dataDir, 'format');
    assert.match(await refusal({ dataDir: join(file, 'data') }), /data directory cannot be written/);
  });

  test('settings are wrong: all of them at once, wherever they stand', async () => {
    const said = await refusal({
      args: ['--agent-port', '70000', '--no-such-flag', '--sql-bind=some', '--listen'],
      env: { FINEPOINT_LOG: 'loud', FINEPOINT_UI_PROT: '1', FINEPOINT_TOKEN: 'short', FINEPOINT_TLS_CERT: '/cert.pem' },
    });
    for (const wrong of [
      '--agent-port is "70000"',
      '--no-such-flag',
      '--sql-bind is "some" and takes keep, mask, drop',
      '--listen needs a value',
      'FINEPOINT_LOG is "loud"',
      'FINEPOINT_UI_PROT is not a setting',
      '--token takes at least 16 characters',
      '--tls-cert and --tls-key belong together',
    ]) {
      assert.ok(said.includes(wrong), `${wrong}\nin: ${said}`);
    }
  });

  test('the certificate is not there, or is none', async () => {
    const args = (path: string) => ['--tls-cert', path, '--tls-key', path];
    assert.match(await refusal({ args: args(join(folder, 'missing.pem')) }), /certificate.*missing\.pem/);
    const none = join(folder, 'none.pem');
    await writeFile(none, 'no certificate');
    assert.match(await refusal({ args: args(none) }), /certificate.*none\.pem/);
  });
});

test('asked for help, it lists every setting and ends well', async () => {
  const { code, printed } = await runServer({ args: ['--help'] });
  assert.equal(code, 0);
  for (const flag of ['--data', '--listen', '--agent-port', '--tls-cert', '--sql-bind'])
    assert.ok(printed.includes(flag));
});
