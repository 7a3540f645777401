import { join } from 'node:path';
import { findNode } from './node-24.mjs';
import { run } from './quietly.mjs';
import { root } from './root.mjs';

const installed = (path) => join(root, 'node_modules', path);

/** What is checked without running anything of ours; each a program of Node.js with its arguments. */
const checks = [
  { name: 'types', args: [installed('typescript/bin/tsc'), '-p', 'tsconfig.json'] },
  { name: 'types of the UI', args: [installed('typescript/bin/tsc'), '-p', 'web/tsconfig.json'] },
  {
    name: 'lint and format',
    args: [installed('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '--colors=off'],
  },
  { name: 'imports', args: ['scripts/imports.ts'] },
];

/** Runs every check, one after the other, and prints a line for each; what a failed one said is printed in full. */
export async function check() {
  const results = [];
  for (const { name, args } of checks) {
    const started = Date.now();
    const { code, output } = await run(findNode(), args, { cwd: root });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${code === 0 ? '✔' : '✖'} ${name} (${seconds} s)${code === 0 ? '' : `\n${output.trimEnd()}`}`);
    results.push({ name, passed: code === 0 });
  }
  return results;
}
