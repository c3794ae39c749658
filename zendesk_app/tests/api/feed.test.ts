import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Api } from '../../src/api/client';
import { ApiFailure } from '../../src/api/errors';
import { createFeed, type Feed, type FeedState } from '../../src/api/feed';
import type { Answer } from '../../src/api/http';
import type { Panel } from '../../src/api/types';
import { incident } from '../world/emergency';
import { operation } from '../world/operation';
import { panel } from '../world/panel';
import { at, NOW } from '../world/time';

const unread = { state: 'unavailable', as_of: null, error: null, skipped: [] };

type Ask = Api['panel'];
let feed: Feed;
let state: FeedState;
let ask: ReturnType<typeof vi.fn<Ask>>;

const fresh = (data: Panel | null = panel(), asOf: string | null = null): Answer<Panel> => ({
  data,
  etag: '"v1"',
  asOf,
});

const unasked = (): Promise<never> => Promise.reject(new Error('not asked here'));

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  ask = vi.fn<Ask>(() => Promise.resolve(fresh()));
  const api: Api = {
    panel: (...asked) => ask(...asked),
    assess: unasked,
    staff: unasked,
    starChecks: unasked,
    assignee: unasked,
    suggestions: unasked,
    pageMessage: unasked,
    macroTrial: unasked,
    lastReply: unasked,
    start: unasked,
  };
  feed = createFeed(api, 4242, '2026-03-04T09:00:00Z', next => (state = next));
});

afterEach(() => feed.stop());

/** How often it asked within so many seconds. */
async function asksWithin(seconds: number): Promise<number> {
  ask.mockClear();
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  return ask.mock.calls.length;
}

async function begin(answer: Answer<Panel> = fresh()): Promise<void> {
  ask.mockResolvedValue(answer);
  feed.refresh();
  await vi.advanceTimersByTimeAsync(0);
}

test('a quiet ticket is asked for every 30 s, one with an unanswered page every 3 s', async () => {
  await begin();
  expect(await asksWithin(60)).toBe(2);
  await begin(fresh(panel(p => Object.assign(p.emergency, { incident: incident() }))));
  expect(await asksWithin(30)).toBe(10);
});

test('an operation of our own that still runs is looked after quickly', async () => {
  await begin();
  feed.adopt(operation({ id: 'mine', state: 'running' }));
  await vi.advanceTimersByTimeAsync(0);
  expect(state.operations.map(({ id }) => id)).toEqual(['mine']);
  expect(await asksWithin(9)).toBe(3);
});

test('an ended operation is not called running again by an older answer', async () => {
  await begin();
  feed.adopt(operation({ id: 'mine', state: 'done' }));
  await begin(fresh(panel(p => p.operations.push(operation({ id: 'mine', state: 'running' })))));
  expect(state.operations).toMatchObject([{ id: 'mine', state: 'done' }]);
});

test('nothing is asked while nobody looks, and at once when somebody does again', async () => {
  await begin();
  feed.watch(false);
  expect(await asksWithin(600)).toBe(0);
  feed.watch(true);
  expect(ask).toHaveBeenCalledTimes(1);
});

test('while something is sent nothing is asked, whatever happens, and at once when it has been', async () => {
  await begin();
  feed.hold();
  feed.hold();
  feed.saved(at(0));
  feed.release();
  expect(await asksWithin(300)).toBe(0);
  ask.mockClear();
  feed.release();
  expect(ask).toHaveBeenCalledTimes(1);
});

test('an unchanged panel costs a 304, keeps its data and renews its times', async () => {
  await begin();
  const before = state.data;
  await begin(fresh(null, JSON.stringify({ zendesk: at(1), gitlab: null, pagerduty: at(2) })));
  expect(ask.mock.lastCall?.[2]).toBe('"v1"');
  expect(state.data?.ticket).toBe(before?.ticket);
  expect(state.data?.sources.zendesk.as_of).toBe(at(1));
  expect(state.data?.sources.gitlab.as_of).toBe(at(0));
  await begin(fresh(null, 'no json'));
  expect(state.data?.sources.zendesk.as_of).toBe(at(1));
});

test('failures are retried ever more slowly, the data stays, and a success forgets them', async () => {
  await begin();
  ask.mockRejectedValue(new ApiFailure('offline', ''));
  feed.refresh();
  expect(await asksWithin(36)).toBe(3);
  expect(state.error?.code).toBe('offline');
  expect(state.data).not.toBeNull();
  await begin();
  expect(state.error).toBeNull();
});

test('a server that asks to wait is left alone so long', async () => {
  ask.mockRejectedValue(new ApiFailure('rate_limited', '', {}, 60));
  feed.refresh();
  await vi.advanceTimersByTimeAsync(0);
  expect(await asksWithin(59)).toBe(0);
  expect(await asksWithin(2)).toBe(1);
});

test('after the session has ended nothing is asked any more', async () => {
  ask.mockRejectedValue(new ApiFailure('unauthenticated', ''));
  feed.refresh();
  expect(await asksWithin(600)).toBeLessThanOrEqual(1);
});

test('a saved ticket is asked for by its new time, and the older answer is dropped', async () => {
  let late: (answer: Answer<Panel>) => void = () => undefined;
  ask.mockReturnValueOnce(new Promise(resolve => (late = resolve)));
  feed.refresh();
  feed.saved('2026-03-04T09:59:00Z');
  expect(ask.mock.calls[0]?.[3].aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  const current = state.data;
  late(fresh(panel(p => p.notices.push({ id: 'old', title: '', text: '', insert: null, links: [] }))));
  await vi.advanceTimersByTimeAsync(0);
  expect(state.data).toBe(current);
  expect(ask.mock.lastCall?.[1]).toBe('2026-03-04T09:59:00Z');
});

test('what is being read is looked for quickly, but not for ever', async () => {
  await begin(fresh(panel(p => Object.assign(p, { ticket: null }, { sources: { ...p.sources, zendesk: unread } }))));
  expect(await asksWithin(15)).toBe(5);
  expect(await asksWithin(60)).toBe(2);
  await begin();
  expect(await asksWithin(60)).toBe(2);
});

test('a ticket older than the one seen here is looked for quickly', async () => {
  await begin();
  feed.saved('2026-03-04T09:59:59Z');
  await vi.advanceTimersByTimeAsync(0);
  expect(await asksWithin(15)).toBe(5);
});

test('a hidden tab does not ask when its ticket changes, and then asks for the newest', async () => {
  await begin();
  feed.watch(false);
  feed.saved('2026-03-04T09:59:59Z');
  expect(await asksWithin(60)).toBe(0);
  feed.watch(true);
  expect(ask.mock.lastCall?.[1]).toBe('2026-03-04T09:59:59Z');
});

test('a ticket that is none of ours is asked for again only when it changes', async () => {
  ask.mockRejectedValue(new ApiFailure('not_found', ''));
  feed.refresh();
  expect(await asksWithin(600)).toBe(0);
  feed.saved('2026-03-04T09:59:59Z');
  expect(ask).toHaveBeenCalledTimes(1);
});

test('once stopped, nothing starts it again', async () => {
  await begin();
  feed.stop();
  feed.watch(true);
  feed.saved('2026-03-04T09:59:59Z');
  feed.refresh();
  expect(await asksWithin(600)).toBe(0);
});

test('open panels spread their questions over time', async () => {
  const times: number[] = [];
  for (const random of [0, 0.999]) {
    vi.mocked(Math.random).mockReturnValue(random);
    await begin();
    const since = Date.now();
    ask.mockImplementationOnce(() => (times.push(Date.now() - since), Promise.resolve(fresh())));
    await vi.advanceTimersByTimeAsync(40_000);
  }
  expect(times[0]).toBe(24_000);
  expect(times[1]).toBeGreaterThan(35_900);
});
