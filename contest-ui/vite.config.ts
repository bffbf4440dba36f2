import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Where the platform (or the fixture server of `dev/mock.mjs`) answers while one works on the screens. */
const server = process.env['THILUAT_SERVER'] ?? 'http://127.0.0.1:8080';

/** Under /quan-tri the organisers' page answers, as the platform has it. */
const consolePages: Plugin = {
  name: 'console-pages',
  configureServer({ middlewares }) {
    middlewares.use((request, _, next) => {
      if (/^\/quan-tri(?:[/?]|$)/.test(request.url ?? '')) request.url = '/console.html';
      next();
    });
  },
};

export default defineConfig({
  plugins: [svelte(), consolePages],
  build: {
    // Five-year-old Android phones and iPads that stopped at iOS 14.
    target: ['chrome87', 'safari14'],
    // The content security policy forbids inline script and style, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/api': { target: server, ws: true } },
  },
  test: { include: ['tests/**/*.test.ts'] },
});
