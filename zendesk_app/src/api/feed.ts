/** Keeps one ticket's panel up to date. */
import type { Api } from './client';
import { late, moving } from './motion';
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
    late: panel => late(panel, seen),
    quietMs: QUIET_MS,
    onChange,
  });
  return {
    ...poll,
    saved(at) {
      seen = at ?? seen;
      // A hidden tab need not hurry: it asks as soon as somebody looks.
      if (poll.visible()) poll.refresh();
    },
  };
}
