import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The box forbids anything inline: no data: URLs, no script in the document.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
