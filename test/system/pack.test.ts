import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { cannotGoOffline, offline } from './offline.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const probe = join(import.meta.dirname, 'pack-probe.ts');

describe('the packed Finepoint', { skip: process.platform === 'win32' && 'the archive is for POSIX systems' }, () => {
  let folder: string;
  let home: string;
  let bareCommands: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'finepoint-pack-'));
    await run(process.execPath, [join(root, 'scripts', 'pack.mjs'), '--out', folder]);
    const [archive = ''] = await readdir(folder);
    await run('tar', ['-xzf', archive], { cwd: folder });
    home = join(folder, archive.replace(/\.tar\.gz$/, ''));
    bareCommands = join(folder, 'commands');
    await mkdir(bareCommands);
    for (const name of ['sh', 'dirname', 'readlink']) await symlink(join('/bin', name), join(bareCommands, name));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const start = async (wrapper: readonly string[]) => {
    const data = await mkdtemp(join(folder, 'data-'));
    const [command = '', ...args] = [
      ...wrapper,
      join(home, 'bin', 'node'),
      probe,
      join(home, 'bin', 'finepoint'),
      data,
      bareCommands,
    ];
    return JSON.parse((await run(command, args)).stdout);
  };

  const assertServes = ({ index, scriptType, setup }: Awaited<ReturnType<typeof start>>): void => {
    assert.match(index, /<title>Finepoint/);
    assert.match(scriptType, /javascript/);
    assert.equal(typeof setup.version, 'string');
    assert.ok(setup.running > 0, 'no agent of the demo has connected');
  };

  test('starts where no Node.js is installed, serves its UI and runs its demo', async () => {
    assertServes(await start([]));
  });

  test('does the same with the network off', { skip: cannotGoOffline }, async () => {
    assertServes(await start(offline));
  });

  test('holds no tests, no tools of development and no types', async () => {
    const files = await readdir(home, { recursive: true });
    assert.deepEqual(
      files.filter((file) => /\.test\.ts$|\.d\.ts$|node_modules\/(vite|typescript|playwright-core|react)\//.test(file)),
      [],
    );
  });
});
