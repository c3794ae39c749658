import { cleanup } from '@testing-library/preact';
import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import common from 'words:common';
import panel from 'words:panel';
import work from 'words:work';
import { forget } from '../src/api/keep';
import { fetchDeferred } from '../src/panel/hooks/useDeferred';
import { speak } from '../src/words/words';

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
  speak({ words: { ...panel, ...common, ...work }, language: 'en', locale: 'en-GB', timeZone: 'UTC' });
});

afterEach(() => {
  cleanup();
  for (const name of Object.keys(sessionStorage)) forget(name.replace(/^oncall:/, ''));
  vi.useRealTimers();
});
