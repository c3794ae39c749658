import { fireEvent, screen } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { ago, exact, left, moment, span } from '../src/words/time';
import { speak, t, type Words } from '../src/words/words';
import { panel as english } from '../translations/en.json';
import { open } from './desk';
import { at, incident, NOW, operation, panel, source, starIssue, feedbackIssue } from './world';

/** Another language: the same tree, every text marked, its {names} kept. */
function marked(node: unknown): unknown {
  if (typeof node === 'string') return `⟦${node.replace(/[a-z](?![^{]*\})/gi, 'x')}⟧`;
  return Object.fromEntries(Object.entries(node as object).map(([key, value]) => [key, marked(value)]));
}

/** What the answers themselves bring: names, texts of the handbook, numbers and signs. */
const DATA =
  /^(?:[^\p{L}]*|[A-Z]:\w+|Hand-\d|Svc-A|Policy-A|Macro::\w+|Ana Souza|Tom Okafor|Amélie Laurent|Ben Okri|Jürgen Müller|Noor de Vries|E6|U:\w+.*|L:\w+|Ja!|Nein!|Label::One|Self-Managed Premium|#?4242)$/u;

test('a second language shows everywhere: no word is hard-coded', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  document.body.replaceChildren();
  speak({ words: marked(english) as Words, language: 'de' });
  const full = panel(p => {
    Object.assign(p.emergency, { incident: incident(), backup_pool_offered: true });
    Object.assign(p.star, { state: 'submitted', issues: [starIssue()] });
    p.feedback.issues.push(feedbackIssue());
    p.operations.push(operation({ state: 'unknown', manual: ['Hand-3'] }));
    p.sources.gitlab = source('stale', at(-9));
  });
  await open({ panel: full });
  for (const closed of document.querySelectorAll<HTMLElement>('[aria-expanded="false"]')) fireEvent.click(closed);
  await screen.findByLabelText(t('macros.search'));

  const bare = [...texts()].filter(text => !/⟦.*⟧/u.test(text) && !DATA.test(text));
  // Spans of time come from Intl in the same language.
  expect(
    bare.filter(
      text => !/^(vor|in) \d+ \p{L}+\.?$/u.test(text) && !/^\w{2,3},? ?\d{2}:\d{2}$|^(?:\p{L}+ )?\d{2}:\d{2}$/u.test(text),
    ),
  ).toEqual([]);
});

function* texts(): Generator<string> {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent?.trim() ?? '';
    if (text !== '') yield text;
  }
  for (const element of document.querySelectorAll('[aria-label]')) yield element.getAttribute('aria-label') ?? '';
}

test('plurals follow the language', () => {
  expect(t('macros.count', { count: 1 })).toBe('1 macro');
  expect(t('macros.count', { count: 0 })).toBe('0 macros');
});

test.each([
  [-20_000, 'just now'],
  [-12 * 60_000, '12 min ago'],
  [-3 * 3_600_000, '3 hr ago'],
  [-30 * 3_600_000, 'yesterday'],
])('%i ms ago is said as people say it', (apart, words) => {
  expect(ago(new Date(NOW + apart).toISOString(), NOW).replace('.', '')).toBe(words);
});

test.each([
  [20_000, 'under 1 min'],
  [59 * 60_000, '59 min'],
  [60 * 60_000, '1 h'],
  [-80 * 60_000, '1 h 20 min'],
  [51 * 3_600_000, '2 d 3 h'],
])('a span of %i ms', (length, words) => {
  expect(span(length)).toBe(words);
});

test('a deadline is left or over', () => {
  expect(left(at(12), NOW)).toBe('12 min left');
  expect(left(at(-5), NOW)).toBe('5 min over');
});

test('times stand in the agent’s zone, the zone named on hover', () => {
  speak({ locale: 'en-GB', timeZone: 'Asia/Tokyo' });
  expect(moment(at(0), NOW)).toBe('19:00');
  expect(moment(at(60 * 24), NOW)).toBe('tomorrow 19:00');
  expect(moment(at(60 * 48), NOW)).toMatch(/^Fri,? 19:00$/);
  expect(moment(at(60 * 24 * 9), NOW)).toMatch(/13 Mar/);
  expect(exact(at(0))).toMatch(/19:00:00.*(GMT\+9|JST)/);
});

test('a zone that the browser does not know falls back to its own', () => {
  speak({ timeZone: 'Mars/Olympus' });
  expect(moment(at(0), NOW)).toMatch(/\d/);
});
