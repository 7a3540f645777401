/**
 * Generates gen/ from the .proto files: `npm run wire` on Node.js 24, after a change to one of them. Fetches buf and the generator of
 * protobuf-es from npm for the moment; nothing that runs needs them, since gen/ is committed.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stampOf } from './stamp.ts';

const folder = import.meta.dirname;
const generated = join(folder, 'gen');

const template = {
  version: 'v2',
  plugins: [{ local: 'protoc-gen-es', out: generated, opt: ['target=js+dts', 'import_extension=js'] }],
};
const packages = ['@bufbuild/buf@1.75.0', '@bufbuild/protoc-gen-es@2.17.0'].flatMap((name) => ['-p', name]);

rmSync(generated, { recursive: true, force: true });
execFileSync('npx', ['-y', ...packages, 'buf', 'generate', folder, '--template', JSON.stringify(template)], {
  stdio: 'inherit',
});

const stamp = stampOf(folder);
for (const name of readdirSync(generated)) {
  const path = join(generated, name);
  writeFileSync(path, `${stamp}\n${readFileSync(path, 'utf8')}`);
}
