import { cleanup } from '@testing-library/preact';
import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { forget } from '../src/api/keep';
import { fetchDeferred } from '../src/panel/hooks/useDeferred';
import { joined, speak } from '../src/words/words';
import { common, panel, work } from '../translations/en.json';

/** What a browser has and happy-dom lacks. */
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe = () => undefined;
    disconnect = () => undefined;
  },
);

beforeAll(fetchDeferred);

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Support On-call';
  speak({ words: joined(joined(panel, common), work), language: 'en', locale: 'en-GB', timeZone: 'UTC' });
});

afterEach(() => {
  cleanup();
  for (const name of Object.keys(sessionStorage)) forget(name.replace(/^oncall:/, ''));
  vi.useRealTimers();
});
