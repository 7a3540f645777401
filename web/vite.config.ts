import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where the API is while pages are built: a server, or `node web/mock/server.mjs`. */
const proxy = { '/api': process.env.FINEPOINT_API ?? 'http://127.0.0.1:8080' };

/** Below this many bytes the headers weigh more than what is saved. */
const WORTH = 1024;

/** Lays each script and style down compressed beside itself, for the server to send as it is. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = 'dist' }) {
      const assets = join(dir, 'assets');
      for (const name of readdirSync(assets).filter((each) => /\.(js|css)$/.test(each))) {
        const content = readFileSync(join(assets, name));
        if (content.length < WORTH) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        writeFileSync(join(assets, `${name}.br`), brotliCompressSync(content, { params }));
        writeFileSync(join(assets, `${name}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}

const SHARED =
  /web\/src\/(data\/|parts\/[^/]+$|pages\/map\/(use-server-map|filter\/(use-)?filters)\.ts)|@tabler\/icons-react\//;

export default defineConfig({
  plugins: [react(), compressed()],
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // Files, never data: URLs, so that the content security policy can stay at 'self'.
    assetsInlineLimit: 0,
    // What nearly every page shares travels as one file: a request for each of these few lines costs more than they do.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', test: SHARED, minShareCount: 2 }] } } },
  },
});
