import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import common from 'words:common';
import panel from 'words:panel';
import work from 'words:work';
import { speak, t } from '../src/words/words';
import { accessible, open } from './desk';
import { GALLERY } from './gallery';
import { NOW } from './world/time';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  document.body.replaceChildren();
});

afterEach(() => vi.restoreAllMocks());

/** Another language: the same names, every text marked, its {names} kept. */
function marked(node: unknown): unknown {
  if (typeof node === 'string') return `⟦${node.replace(/[a-z](?![^{]*\})/gi, 'x')}⟧`;
  return Object.fromEntries(Object.entries(node as object).map(([key, value]) => [key, marked(value)]));
}

/** What the answers themselves bring: names, texts of the handbook, numbers and signs. */
const DATA =
  /^(?:[^\p{L}]*|[A-Z]:\w+|Hand-\d|Svc-A|Policy-A|Pool-A|Pool-title|Macro::\w+|Ana Souza|Tom Okafor|Amélie Laurent|Jürgen Müller|Noor de Vries|E6|U:\w+.*|L:\w+|Urgent|Ja!|Nein!|Label::One|Self-Managed Premium|#?4242)$/u;
/** Spans of time come from Intl in the same language. */
const TIME = /^(?:(?:vor|in) \d+ \p{L}+\.?|(?:\p{L}+,? )?\d{2}:\d{2})$/u;

function* texts(): Generator<string> {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) yield walk.currentNode.textContent?.trim() ?? '';
  for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
    for (const element of document.querySelectorAll(`[${name}]:not(time)`)) yield element.getAttribute(name) ?? '';
  }
}

/** Open every card, and in it everything that opens. */
async function expand(): Promise<void> {
  for (let depth = 0; depth < 4; depth += 1) {
    for (const closed of document.querySelectorAll<HTMLElement>('[aria-expanded="false"]')) fireEvent.click(closed);
    await waitFor(() => expect(document.querySelector('.card-body:not([hidden])')).toBeTruthy());
  }
}

test.each(Object.keys(GALLERY))(
  '%s: axe finds nothing, closed or open',
  async name => {
    await open(GALLERY[name]);
    await accessible();
    await expand();
    await accessible();
  },
  30_000,
);

test.each(Object.keys(GALLERY))('%s: a second language shows everywhere, no word is hard-coded', async name => {
  speak({ words: marked({ ...panel, ...common, ...work }) as Record<string, string>, language: 'de' });
  await open(GALLERY[name]);
  await expand();
  await screen.findAllByText(t('macros.title'));
  const bare = [...texts()].filter(text => !/⟦.*⟧/u.test(text) && !DATA.test(text) && !TIME.test(text));
  expect(bare).toEqual([]);
});
