import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './quietly.mjs';
import { root } from './root.mjs';

/**
 * Installs what package-lock.json names, unless it is there. Nothing is run and nobody is asked when nothing is missing.
 * npm wrote down what it put into node_modules when it was done with it; an installation cut short left no such file.
 */
export async function install() {
  const wanted = packagesIn('package-lock.json');
  const present = packagesIn('node_modules/.package-lock.json');
  if (present !== undefined && hasAll(present, wanted)) return;
  await runQuietly({
    label: 'installing packages',
    hint: 'The packages could not be installed. npm must reach its registry for that (see `npm config get registry` and `npm ping`); start again when it does.',
    ...npm('ci', '--include=dev', '--include=optional', '--no-progress', '--loglevel=error'),
    cwd: root,
  });
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Packages that are optional may be absent: most of them are for other platforms. */
export function hasAll(present, wanted) {
  return Object.entries(wanted).every(([path, { version, link, optional }]) => {
    if (!path.includes('node_modules/') || link) return true;
    return present[path] === undefined ? optional === true : present[path].version === version;
  });
}

/** The npm that started us, on the Node.js that npm started with: `npm ci` removes the one in node_modules. */
function npm(...args) {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script !== undefined && node !== undefined) return { command: node, args: [script, ...args] };
  return { command: 'npm', args, shell: process.platform === 'win32' };
}
