import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the API is while pages are built: a server, or `node web/mock/server.mjs`. */
const proxy = { '/api': process.env.FINEPOINT_API ?? 'http://127.0.0.1:8080' };

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // Files, never data: URLs, so that the content security policy can stay at 'self'.
    assetsInlineLimit: 0,
  },
});
