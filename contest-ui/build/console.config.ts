/**
 * The organisers' console, built by itself into the same folder. A build of its own rather than a second
 * entry of the participants' one: with two entries the bundler would move what both use into shared files,
 * and the participants' entry would come to carry parts of the runtime that only the console needs.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  publicDir: false,
  build: {
    rolldownOptions: { input: 'console.html' },
    // After the participants' build, beside whose files these stand.
    emptyOutDir: false,
    target: ['chrome87', 'safari14'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
