/**
 * Makes out/finepoint-‹version›-‹platform›-‹arch›.tar.gz: all that a machine without Node.js and without a registry needs.
 * `--out ‹folder›` puts it elsewhere.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildUi } from './build-ui.mjs';
import { install } from './install.mjs';
import { findNode } from './node-24.mjs';
import { archiveName, stage } from './pack-stage.mjs';
import { runQuietly } from './quietly.mjs';
import { root } from './root.mjs';
import { Stop } from './stop.mjs';

const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'out') } } });

await install();
await buildUi();
if (!existsSync(join(root, 'web', 'dist', 'index.html')))
  throw new Stop('there is no UI to pack: web/dist/index.html is missing');

const out = resolve(values.out);
mkdirSync(out, { recursive: true });
const staging = mkdtempSync(join(out, '.staging-'));
const archive = join(out, `${archiveName}.tar.gz`);
try {
  stage(join(staging, archiveName), findNode());
  await runQuietly({
    label: 'packing',
    hint: 'The archive could not be written; see that there is room for it and that `tar` is installed.',
    command: 'tar',
    args: ['-czf', archive, '-C', staging, archiveName],
  });
} finally {
  rmSync(staging, { recursive: true, force: true });
}
console.log(`${archive} (${(statSync(archive).size / 1e6).toFixed()} MB)`);
