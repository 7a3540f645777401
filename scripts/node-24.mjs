import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAtLeast } from './recent-node.mjs';
import { root } from './root.mjs';
import { Stop } from './stop.mjs';

const platform = process.platform === 'win32' ? 'win' : process.platform;
const program = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';

/** Without this file a Linux cannot start a program built for glibc (Alpine, for example). */
const loader = { x64: '/lib64/ld-linux-x86-64.so.2', arm64: '/lib/ld-linux-aarch64.so.1' };

/** The Node.js that runs TypeScript: the one from npm where there is one for this machine, else the one that runs us. */
export function findNode() {
  const fromNpm = join(root, 'node_modules', `node-${platform}-${process.arch}`, program);
  const canRun = process.platform !== 'linux' || existsSync(loader[process.arch] ?? '');
  if (canRun && existsSync(fromNpm)) return fromNpm;
  if (isAtLeast(process.versions.node, 22, 18)) return process.execPath;
  throw new Stop(
    `npm has no Node.js 24 for this machine (${process.platform}, ${process.arch}); install Node.js 22.18 or newer and start again (found ${process.version})`,
  );
}
