import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Bench, open } from './desk';
import { NOW } from './world/time';

let bench: Bench;
let visibility: DocumentVisibilityState;

beforeEach(async () => {
  visibility = 'visible';
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
  bench = await open();
  vi.useFakeTimers({ now: NOW });
  bench.fire('ticket.updated');
  await vi.advanceTimersByTimeAsync(0);
});

afterEach(() => vi.restoreAllMocks());

function see(state: DocumentVisibilityState): void {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
}

/** How often it asked within so many seconds of something. */
async function asksWithin(seconds: number, something: () => void = () => undefined): Promise<number> {
  const before = bench.server.asked;
  something();
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  return bench.server.asked - before;
}

test('a panel that Zendesk has deactivated asks nothing, even if its browser tab is looked at', async () => {
  expect(await asksWithin(90)).toBeGreaterThanOrEqual(2);
  bench.fire('app.deactivated');
  see('hidden');
  see('visible');
  window.dispatchEvent(new Event('online'));
  expect(await asksWithin(600)).toBe(0);
  expect(await asksWithin(0, () => bench.fire('app.activated'))).toBe(1);
});

test('a hidden browser tab asks nothing, and once as soon as it is looked at', async () => {
  see('hidden');
  window.dispatchEvent(new Event('online'));
  expect(await asksWithin(600)).toBe(0);
  expect(await asksWithin(0, () => see('visible'))).toBe(1);
});

test('after the network was away it asks at once', async () => {
  expect(await asksWithin(0, () => window.dispatchEvent(new Event('online')))).toBe(1);
});

test('a panel that Zendesk takes down never asks again', async () => {
  bench.fire('app.willDestroy');
  bench.fire('app.activated');
  see('hidden');
  see('visible');
  window.dispatchEvent(new Event('online'));
  expect(await asksWithin(600)).toBe(0);
});

test('leaving the ticket stops it', async () => {
  bench.view.unmount();
  expect(await asksWithin(600)).toBe(0);
});
