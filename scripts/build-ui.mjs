import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesBelow } from './files-below.mjs';
import { findNode } from './node-24.mjs';
import { runQuietly } from './quietly.mjs';
import { root } from './root.mjs';

const mark = join(root, 'web', 'dist', '.source-hash');

/** Builds the UI into web/dist, unless the UI there was built from the very same sources. */
export async function buildUi() {
  if (!existsSync(join(root, 'web', 'src')) || !existsSync(join(root, 'web', 'index.html'))) return;
  const hash = hashOf(sources());
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
  rmSync(mark, { force: true });
  await runQuietly({
    label: 'building the UI',
    hint: 'The UI could not be built. If its sources were changed here, correct what is named above and start again.',
    command: findNode(),
    args: [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    cwd: join(root, 'web'),
    env: { ...process.env, NODE_ENV: 'production' },
  });
  writeFileSync(mark, hash);
}

/** Every file that can change what is built, in a fixed order. */
function sources() {
  const inWeb = readdirSync(join(root, 'web'), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(root, 'web', entry.name));
  const below = ['web/src', 'web/public', 'server/src/query/schema'].flatMap((folder) =>
    filesBelow(join(root, folder)),
  );
  return [...inWeb, ...below, join(root, 'package-lock.json')].sort();
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
