import { spawn } from 'node:child_process';
import { showProgress } from './progress.mjs';
import { Stop } from './stop.mjs';

/** Runs a program to its end: its exit code (1 if a signal ended it) and all it printed. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const keep = (text) => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs a program behind one line of progress. What it printed is shown only if it failed, with a hint of what to do. */
export function runQuietly({ label, hint, command, args, ...options }) {
  return showProgress(label, async () => {
    const { code, output } = await run(command, args, options).catch((error) => ({ code: 1, output: String(error) }));
    if (code !== 0) throw new Stop(`${output.trimEnd()}\n${hint}`);
  });
}
