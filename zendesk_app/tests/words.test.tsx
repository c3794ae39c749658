import { expect, test } from 'vitest';
import { ago, exact, fresh, left, moment, span } from '../src/words/time';
import { speak, t } from '../src/words/words';
import { at, NOW } from './world/time';

test('plurals follow the language', () => {
  expect(t('macros.count', { count: 1 })).toBe('1 macro');
  expect(t('macros.count', { count: 0 })).toBe('0 macros');
});

test.each([
  [-20_000, 'just now'],
  [-12 * 60_000, '12 min ago'],
  [6 * 60_000, 'in 6 min'],
  [-3 * 3_600_000, '3 h ago'],
  [-30 * 3_600_000, '30 h ago'],
  [3_000, 'just now'],
  [40_000, 'in under 1 min'],
])('%i ms ago is said as people say it', (apart, words) => {
  expect(ago(new Date(NOW + apart).toISOString(), NOW)).toBe(words);
});

test.each([
  [3, 'just now'],
  [12, '12 s ago'],
  [61, '1 min ago'],
])('what is %i s old is told to the second', (seconds, words) => {
  expect(fresh(new Date(NOW - seconds * 1000).toISOString(), NOW)).toBe(words);
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
  expect(left(at(-5), NOW)).toBe('overdue by 5 min');
  expect(left(at(0.5), NOW)).toBe('due now');
  expect(left(at(-0.5), NOW)).toBe('due now');
});

test('times stand in the agent’s zone, the zone named on hover', () => {
  speak({ locale: 'en-GB', timeZone: 'Asia/Tokyo' });
  expect(moment(at(0), NOW)).toBe('19:00');
  expect(moment(at(60 * 5), NOW)).toBe('midnight');
  expect(moment(at(60 * 24), NOW)).toBe('tomorrow 19:00');
  expect(moment(at(60 * 48), NOW)).toMatch(/^Fri,? 19:00$/);
  expect(moment(at(60 * 24 * 9), NOW)).toMatch(/13 Mar/);
  expect(exact(at(0))).toMatch(/19:00:00.*(GMT\+9|JST)/);
});

test('a zone that the browser does not know falls back to its own', () => {
  speak({ timeZone: 'Mars/Olympus' });
  expect(moment(at(0), NOW)).toMatch(/\d/);
});
