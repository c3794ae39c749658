import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import { createFeed, type Feed, type FeedState } from '../api/feed';
import type { Host, TicketRef } from '../host/host';
import { useWatch } from './useWatch';

const START: FeedState = { data: null, operations: [], started: 0, error: null, loading: true };

/** The panel of a ticket, kept up to date while it can be seen. */
export function usePanel(api: Api, host: Host, ticket: TicketRef & { id: number }): { feed: Feed; state: FeedState } {
  const [state, setState] = useState<FeedState>(START);
  const feed = useMemo(() => createFeed(api, ticket.id, ticket.updatedAt, setState), [api, ticket.id]);
  useWatch(feed, host);

  useEffect(() => {
    const saved = (): void => void host.ticket().then(({ updatedAt }) => feed.saved(updatedAt));
    const leave = [host.on('ticket.updated', saved), host.on('ticket.submit.done', saved)];
    return () => leave.forEach(off => off());
  }, [feed, host]);

  return { feed, state };
}
