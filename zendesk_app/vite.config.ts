import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { shortWords } from './scripts/shortWords.ts';

/**
 * Vite's own helper for `import()` weighs a kilobyte: this one does what is left of its work here.
 *
 * The stylesheets go to the end of the page, below the first one, whose rules they may refine.
 */
const LOAD = `
  const style = file =>
    new Promise((resolve, reject) => {
      const link = document.createElement('link');
      document.body.append(Object.assign(link, { rel: 'stylesheet', href: '/' + file, onload: resolve, onerror: reject }));
    });
  export const __vitePreload = (load, styles = []) => Promise.all([load(), ...styles.map(style)]).then(([found]) => found);
`;

const ownPreload = {
  name: 'own-preload',
  enforce: 'pre' as const,
  load: (id: string) => (id.includes('vite/preload-helper') ? LOAD : undefined),
};

/** The stylesheets of a part are named where it is loaded: Vite's table of them weighs more than what it saves. */
const plainPreload = {
  name: 'plain-preload',
  generateBundle: {
    order: 'post' as const,
    handler(_options: unknown, bundle: Record<string, { type: string; code?: string }>) {
      for (const chunk of Object.values(bundle)) {
        const [table, files] = /^const __vite__mapDeps=.*?m\.f=(\[.*?\]).*?\n/.exec(chunk.code ?? '') ?? [];
        if (chunk.code === undefined || table === undefined || files === undefined) continue;
        const named = JSON.parse(files) as string[];
        chunk.code = chunk.code
          .replace(table, '')
          .replace(/__vite__mapDeps\(\[([\d,]*)\]\)/g, (_call, places: string) =>
            JSON.stringify(places.split(',').map(place => named[Number(place)])),
          );
      }
    },
  },
};

/** Garden's icons without what only a file of its own needs, and without what is said of each. */
const bareIcons = {
  name: 'bare-icons',
  enforce: 'pre' as const,
  load(id: string) {
    if (!id.endsWith('.svg?raw')) return;
    const drawing = readFileSync(id.replace('?raw', ''), 'utf8').replace(/ (xmlns|focusable)="[^"]*"/g, '');
    return { code: `export default ${JSON.stringify(drawing)};`, moduleType: 'js' as const };
  },
};

/** Short names for the design tokens, which most rules have several of: a quarter of a kilobyte on the wire. */
const shortTokens = {
  name: 'short-tokens',
  enforce: 'pre' as const,
  transform(code: string, id: string) {
    if (!/\/(src|generated)\/.*\.(css|tsx)$/.test(id)) return;
    const tokens = readFileSync(new URL('generated/tokens.css', import.meta.url), 'utf8').matchAll(/--[\w-]+(?=:)/g);
    const names = [...new Set(Array.from(tokens, ([name]) => name))];
    const short = (name: string): string => (names.includes(name) ? `--${names.indexOf(name).toString(36)}` : name);
    return { code: code.replace(/--[a-z][\w-]+/g, short), map: null };
  },
};

/**
 * Two pages, built apart: neither carries a byte of the other, and the panel loads with every ticket.
 *
 * The backend renders the pages itself from the build manifests, so there is no index.html to build.
 */
const PAGES = {
  panel: { input: 'src/panel/main.tsx', manifest: true },
  board: { input: 'src/board/main.tsx', manifest: '.vite/board.json' },
};

export default defineConfig(({ mode }) => {
  const { input, manifest } = mode === 'board' ? PAGES.board : PAGES.panel;
  return {
    base: '/',
    plugins: [ownPreload, plainPreload, bareIcons, shortTokens, shortWords(new URL('./', import.meta.url))],
    // Plain calls of `h` instead of the JSX runtime, and terser: together a kilobyte less on the wire.
    oxc: {
      jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' },
      jsxInject: `import { h, Fragment } from 'preact'`,
    },
    build: {
      outDir: 'build',
      emptyOutDir: mode !== 'board',
      manifest,
      // The agent's browser is a current one; no polyfill, and no inline script the CSP would refuse.
      modulePreload: false,
      target: 'es2022',
      minify: 'terser',
      terserOptions: {
        module: true,
        compress: { passes: 5, pure_getters: true, unsafe_arrows: true, ecma: 2020 },
        format: { comments: false },
      },
      rolldownOptions: { input },
    },
    test: {
      environment: 'happy-dom',
      pool: 'threads',
      maxWorkers: '100%',
      isolate: false,
      include: ['tests/**/*.test.{ts,tsx}'],
      setupFiles: ['tests/setup.ts'],
      // Beside other work a machine stalls for longer than the five seconds that are usual.
      testTimeout: 20_000,
    },
  };
});
