import { defineConfig } from 'vitest/config';

/** The backend renders the page itself from the build manifest, so there is no index.html to build. */
export default defineConfig({
  base: '/',
  build: {
    outDir: 'build',
    manifest: true,
    // The agent's browser is a current one; no polyfill, and no inline script the CSP would refuse.
    modulePreload: false,
    target: 'es2022',
    rollupOptions: { input: 'src/main.tsx' },
  },
  test: {
    environment: 'happy-dom',
    pool: 'threads',
    isolate: false,
    include: ['tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
  },
});
