import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { closureOf } from './closure.mjs';
import { root } from './root.mjs';

const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** The workspaces that run; of web only what was built. */
const workspaces = ['server', 'wire', 'demo'];
const texts = ['package.json', 'README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'LICENSE', 'docs', 'web/dist'];
const scripts = ['finepoint', 'serve', 'node-24', 'recent-node', 'root', 'stop'].map((name) => `scripts/${name}.mjs`);

export const archiveName = `finepoint-${read('package.json').version}-${process.platform}-${process.arch}`;

/** Lays out in `folder` what the archive holds: Node.js, our sources, the built UI, and the packages that the sources need. */
export function stage(folder, node) {
  const copy = (path, filter) => {
    if (existsSync(join(root, path))) cpSync(join(root, path), join(folder, path), { recursive: true, filter });
  };
  for (const path of [...texts, ...scripts]) copy(path);
  for (const path of workspaces) {
    copy(path, isProgram);
    link(folder, path);
  }
  for (const path of closureOf(read('package-lock.json').packages, workspaces)) {
    if (path.startsWith('node_modules/@types/')) continue;
    copy(path, (file) => isNeeded(relative(join(root, path), file)));
  }
  mkdirSync(join(folder, 'bin'));
  copyFileSync(node, join(folder, 'bin', 'node'));
  chmodSync(join(folder, 'bin', 'node'), 0o755);
  const licence = join(dirname(dirname(node)), 'LICENSE');
  if (existsSync(licence)) copyFileSync(licence, join(folder, 'bin', 'LICENSE.node'));
  writeFileSync(join(folder, 'bin', 'finepoint'), launcher, { mode: 0o755 });
}

/** Our workspaces name each other as packages. */
function link(folder, workspace) {
  mkdirSync(join(folder, 'node_modules', '@finepoint'), { recursive: true });
  symlinkSync(join('..', '..', workspace), join(folder, 'node_modules', '@finepoint', workspace));
}

const isProgram = (file) =>
  basename(file) !== 'node_modules' && !/\.(test(-data)?|d)\.ts$|[\\/]contract(-\w+)?\.ts$/.test(file);

/** Of a package: not its types, maps, guides, tests and sources of other languages, nor its binaries for other platforms. */
function isNeeded(path) {
  const [top = '', second = ''] = path.split(sep);
  if (/^(tests?|benchmarks?|bench|examples?|docs|deps|\.github|node_modules)$/.test(top)) return false;
  if (top === 'prebuilds' && second !== '') return second.startsWith(process.platform) && second.includes(process.arch);
  return !/\.(d\.[cm]?ts|ts|map|md|markdown|cc|h|gyp)$/.test(path);
}

const launcher = `#!/bin/sh
# Starts Finepoint on the Node.js beside this file; takes the same flags as the server, and --demo.
self=$0
while [ -h "$self" ]; do
  target=$(readlink "$self")
  case $target in /*) self=$target ;; *) self=$(dirname "$self")/$target ;; esac
done
bin=$(cd "$(dirname "$self")" && pwd -P)
exec "$bin/node" "$bin/../scripts/finepoint.mjs" "$@"
`;
