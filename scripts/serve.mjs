import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { findNode } from './node-24.mjs';
import { root } from './root.mjs';

/** A press of Ctrl-C reaches us up to twice, from the terminal and from npm: within this time (ms) it is the same press. */
const samePress = 500;

/**
 * Runs the server with these arguments, and with `--demo` the demo beside it once the server is ready for agents.
 * Signals to stop are passed on; a second one, later, ends both at once. Ends as the server ends.
 */
export function serve(args) {
  const server = start(
    'server/src/main.ts',
    args.filter((arg) => arg !== '--demo'),
  );
  let demo;
  let stopping;

  server.on('message', (message) => {
    process.send?.(message);
    if (!message?.ready || stopping || demo || !args.includes('--demo')) return;
    demo = start('demo/src/main.ts', [], portsFor(message.ports));
    demo.on('exit', (code) => stopping ?? console.error(`the demo has ended (${code})`));
  });
  server.on('exit', (code, signal) => {
    stopping ??= Date.now();
    demo?.kill('SIGKILL');
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });

  const stop = (signal) => {
    if (stopping === undefined) {
      stopping = Date.now();
      demo?.kill('SIGTERM');
      // On Windows the console tells every program itself, and kill() would not ask but end.
      if (process.platform !== 'win32') server.kill(signal);
    } else if (Date.now() - stopping > samePress) {
      server.kill('SIGKILL');
    }
  };
  if (process.env.npm_lifecycle_event !== undefined) onParentGone(() => stop('SIGTERM'));
  process
    .on('SIGINT', stop)
    .on('SIGTERM', stop)
    .on('SIGHUP', () => stop('SIGTERM'));
}

/** npm runs us in a shell, and a signal to npm alone ends that shell without telling us. */
function onParentGone(stop) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 500);
}

/** In a process group of its own, so that a terminal's Ctrl-C does not reach it beside the signal that we pass on. */
function start(file, args, env = {}) {
  return spawn(findNode(), [join(root, file), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
    env: { ...process.env, ...env },
  });
}

const portsFor = ({ agent, stat, span }) => ({
  FINEPOINT_AGENT_PORT: String(agent),
  FINEPOINT_STAT_PORT: String(stat),
  FINEPOINT_SPAN_PORT: String(span),
});
