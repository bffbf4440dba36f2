/**
 * The script that other sites load, in one file of a name that never changes. A plain script, not a module: a
 * module would need CORS of every site, and knows less of where it came from.
 */
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  build: {
    lib: { entry: 'src/embed/nhung.ts', formats: ['iife'], name: 'thiLuat', fileName: () => 'nhung.js' },
    emptyOutDir: false,
    target: ['chrome87', 'safari14'],
    reportCompressedSize: false,
  },
});
