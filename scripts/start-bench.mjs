import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { install } from './install.mjs';
import { findNode } from './node-24.mjs';
import { root } from './root.mjs';

await install();
const bench = spawn(findNode(), [join(root, 'bench', 'bench.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
bench.on('exit', (code) => process.exit(code ?? 1));
