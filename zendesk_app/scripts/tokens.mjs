/**
 * Write Garden's design tokens as CSS custom properties, for the light and the dark scheme.
 *
 * Garden ships its theme as JavaScript for React only; asking it here, at build time, gives the panel
 * Zendesk's own colours and measures without React in the browser.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { DEFAULT_THEME, getColor } = createRequire(import.meta.url)('@zendeskgarden/react-theming');

const SHORT = { background: 'bg', border: 'border', foreground: 'fg' };

/** Shades that Garden's components derive by offset: hovers, field borders, tags. */
const DERIVED = {
  'field-border': { variable: 'border.default', light: { offset: 100 }, dark: { offset: -100 } },
  'primary-hover': { variable: 'background.primaryEmphasis', light: { offset: 100 }, dark: { offset: -100 } },
  'danger-hover': { variable: 'background.dangerEmphasis', light: { offset: 100 }, dark: { offset: -100 } },
  'primary-wash': { variable: 'background.primaryEmphasis', transparency: 100 },
  'danger-wash': { variable: 'background.dangerEmphasis', transparency: 100 },
  'neutral-wash': { variable: 'background.emphasis', transparency: 100 },
  backdrop: { hue: 'neutralHue', shade: 1200, transparency: 1000 },
  'tag-bg': { hue: 'neutralHue', light: { shade: 200 }, dark: { shade: 800 } },
  'tag-fg': { variable: 'foreground.default' },
  'tag-amber-bg': { hue: 'warningHue', light: { shade: 300 }, dark: { shade: 400 } },
  'tag-amber-fg': { hue: 'warningHue', light: { shade: 900 }, dark: { shade: 1000 } },
};

const kebab = name => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
const here = path => fileURLToPath(new URL(path, import.meta.url));

/** Only what the stylesheets use is written; a name they use and Garden lacks stops the build. */
const sources = here('../src/');
const stylesheets = readdirSync(sources, { recursive: true }).filter(name => name.endsWith('.css'));
const css = stylesheets.map(name => readFileSync(sources + name, 'utf8')).join('\n');
const used = new Set(Array.from(css.matchAll(/var\(--([\w-]+)\)/g), found => found[1]));
const declare = entries =>
  entries
    .filter(([name]) => used.has(name))
    .map(([name, value]) => `  --${name}: ${value};`)
    .join('\n');

function colours(base) {
  const theme = { ...DEFAULT_THEME, colors: { ...DEFAULT_THEME.colors, base } };
  const named = Object.entries(SHORT).flatMap(([group, short]) =>
    Object.keys(theme.colors.variables[base][group]).map(name => [
      `${short}-${kebab(name)}`,
      getColor({ theme, variable: `${group}.${name}` }),
    ]),
  );
  const derived = Object.entries(DERIVED).map(([name, wanted]) => [name, getColor({ theme, ...wanted })]);
  const shade = getColor({ theme, variable: 'shadow.large' });
  return [...named, ...derived, ['shadow', DEFAULT_THEME.shadows.lg('20px', '28px', shade)], ['scheme', base]];
}

function measures() {
  const groups = {
    space: 'space',
    radius: 'borderRadii',
    font: 'fontSizes',
    line: 'lineHeights',
    weight: 'fontWeights',
  };
  const named = Object.entries(groups).flatMap(([short, group]) =>
    Object.entries(DEFAULT_THEME[group])
      .filter(([name]) => name !== 'base')
      .map(([name, value]) => [`${short}-${name}`, value]),
  );
  return [...named, ['font-system', DEFAULT_THEME.fonts.system], ['font-mono', DEFAULT_THEME.fonts.mono]];
}

const sheets = {
  ':root': measures(),
  ":root[data-scheme='light']": colours('light'),
  ":root[data-scheme='dark']": colours('dark'),
};
const known = new Set(Object.values(sheets).flatMap(entries => entries.map(([name]) => name)));
const unknown = [...used].filter(name => !known.has(name));
if (unknown.length > 0) throw new Error(`the stylesheets use tokens that do not exist: ${unknown.join(', ')}`);

const tokens = Object.entries(sheets)
  .map(([where, entries]) => `${where} {\n${declare(entries)}\n}\n`)
  .join('\n');
mkdirSync(here('../generated/'), { recursive: true });
writeFileSync(here('../generated/tokens.css'), tokens);
