import { afterEach, expect, test, vi } from 'vitest';
import { keyFor, settle } from '../../src/api/intention';
import { keep, recall } from '../../src/api/keep';

afterEach(() => vi.unstubAllGlobals());

test('the same wish keeps its key until the server has taken it', () => {
  const first = keyFor(1, 'comment_star', { text: 'a' });
  expect(first).toMatch(/^[A-Za-z0-9_-]{8,128}$/);
  expect(keyFor(1, 'comment_star', { text: 'a' })).toBe(first);
  settle(1, 'comment_star');
  expect(keyFor(1, 'comment_star', { text: 'a' })).not.toBe(first);
});

test.each([
  ['other words', 1, 'comment_star', { text: 'b' }],
  ['another ticket', 2, 'comment_star', { text: 'a' }],
  ['another kind', 1, 'note_feedback', { text: 'a' }],
])('%s are another wish', (_what, ticket, kind, body) => {
  const first = keyFor(1, 'comment_star', { text: 'a' });
  expect(keyFor(ticket, kind, body)).not.toBe(first);
});

test('the key outlives a reload of the iframe', async () => {
  const first = keyFor(9, 'open_star', { reason: 'a' });
  vi.resetModules();
  const reloaded = await import('../../src/api/intention');
  expect(reloaded.keyFor(9, 'open_star', { reason: 'a' })).toBe(first);
});

test('blocked storage leaves memory', () => {
  const blocked = (): never => {
    throw new DOMException('denied', 'SecurityError');
  };
  vi.stubGlobal('sessionStorage', { getItem: blocked, setItem: blocked, removeItem: blocked });
  keep('draft', 'text');
  expect(recall('draft')).toBe('text');
  expect(recall('other')).toBeNull();
});

test('what somebody else wrote into the storage does no harm', () => {
  keep('intention:1:comment_star', '{"broken');
  expect(keyFor(1, 'comment_star', { text: 'a' })).toMatch(/^\w{32}$/);
});
