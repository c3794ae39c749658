/** Keeps one ticket's panel up to date. */
import type { Api } from './client';
import { moving } from './motion';
import { createPoll, type Poll, type PollState } from './poll';
import type { Panel } from './types';

const QUIET_MS = 30_000;

export type FeedState = PollState<Panel>;

export interface Feed extends Poll {
  /** The ticket was saved: its new `updated_at` makes the server read it again. */
  saved: (updatedAt: string | null) => void;
}

export function createFeed(
  api: Api,
  ticket: number,
  updatedAt: string | null,
  onChange: (state: FeedState) => void,
): Feed {
  let seen = updatedAt;
  const poll = createPoll<Panel>({
    ask: (etag, signal) => api.panel(ticket, seen, etag, signal),
    moving,
    quietMs: QUIET_MS,
    onChange,
  });
  return {
    ...poll,
    saved(at) {
      seen = at ?? seen;
      poll.refresh();
    },
  };
}
