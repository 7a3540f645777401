import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib';

const root = join(import.meta.dirname, '..', '..');

/** Where an unpacked Chromium lies: its program, the libraries a bare machine lacks, and its fonts. */
export interface ChromiumFiles {
  readonly program: string;
  readonly libraries: string;
  readonly fonts: string;
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium` once and says where it lies.
 * The package's own unpacking is not used: it serves one cloud's machines, and leaves out the shared libraries elsewhere.
 */
export async function unpackChromium(): Promise<ChromiumFiles> {
  const source = packageFolder();
  const version: unknown = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')).version;
  const home = join(root, 'node_modules', '.cache', `chromium-${version}`);
  if (!existsSync(home)) await unpack(join(source, 'bin'), home);
  return { program: join(home, 'chromium'), libraries: join(home, 'lib'), fonts: home };
}

/** Several test processes may unpack at once: each does so apart, and the first to finish names the result. */
async function unpack(archives: string, home: string): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  const apart = await mkdtemp(`${home}-`);
  try {
    await pipeline(
      createReadStream(join(archives, 'chromium.br')),
      createBrotliDecompress({ chunkSize: 1 << 20 }),
      createWriteStream(join(apart, 'chromium'), { mode: 0o755 }),
    );
    for (const name of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) {
      const tar = brotliDecompressSync(await readFile(join(archives, name)));
      execFileSync('tar', ['--extract', '--no-same-owner', '--directory', apart], { input: tar });
    }
    await writeFile(join(apart, 'fonts.conf'), fontsBelow(home));
    await rename(apart, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  } finally {
    await rm(apart, { recursive: true, force: true });
  }
}

/** Only the fonts of the package, and none of the machine's: a page looks the same wherever the tests run. */
const fontsBelow = (home: string): string =>
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${home}/fonts</dir><cachedir>${home}/fonts-cache</cachedir></fontconfig>
`;

const packageFolder = (): string => dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));
