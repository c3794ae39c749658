import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure } from '../../src/api/errors';
import { keepSession } from '../../src/api/session';
import type { Session } from '../../src/api/types';
import { engineer, manager } from '../world/people';
import { at, NOW } from '../world/time';

const session = (minutes: number, more: Partial<Session> = {}): Session => ({
  session: 's1',
  expires_at: at(minutes),
  agent: manager,
  ...more,
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});
afterEach(() => vi.unstubAllGlobals());

function renewing(answer: () => Promise<Response>) {
  const sent = vi.fn(answer);
  vi.stubGlobal('fetch', sent);
  return sent;
}

test('a session with time left is used as it is', async () => {
  const sent = renewing(() => Promise.reject(new Error('not asked')));
  expect(await keepSession(session(30)).token()).toBe('s1');
  expect(sent).not.toHaveBeenCalled();
});

test('one about to end is renewed once, however many ask, and new rights are heard', async () => {
  const next = session(60, { session: 's2', agent: engineer });
  const sent = renewing(() => Promise.resolve(Response.json(next)));
  const heard = vi.fn();
  const keeper = keepSession(session(4), heard);
  expect(await Promise.all([keeper.token(), keeper.token()])).toEqual(['s2', 's2']);
  expect(sent).toHaveBeenCalledTimes(1);
  expect(heard).toHaveBeenCalledWith(engineer);
});

test('while it lives, a failed renewal waits for the next call', async () => {
  renewing(() => Promise.reject(new TypeError('network')));
  expect(await keepSession(session(4)).token()).toBe('s1');
});

test('one that has ended and is not renewed is over', async () => {
  const refusal = { error: { code: 'unauthenticated', message: '', details: {}, retryable: false } };
  renewing(() => Promise.resolve(Response.json(refusal, { status: 401 })));
  await expect(keepSession(session(-1)).token()).rejects.toEqual(new ApiFailure('unauthenticated', ''));
});
