import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Api } from '../../api/client';
import { createFeed, type Feed, type FeedState } from '../../api/feed';
import type { Host, TicketRef } from '../../host/host';
import { useWatch } from '../../ui/hooks/useWatch';

const START: FeedState = { data: null, operations: [], started: 0, error: null, loading: true };

/** The panel of a ticket, kept up to date while it can be seen. */
export function usePanel(api: Api, host: Host, ticket: TicketRef & { id: number }): { feed: Feed; state: FeedState } {
  const [state, setState] = useState<FeedState>(START);
  const { id, updatedAt } = ticket;
  const feed = useMemo(() => createFeed(api, id, updatedAt, setState), [api, id, updatedAt]);
  useWatch(feed, host);

  useEffect(() => {
    const read = (): void => void host.ticket().then(saved => feed.saved(saved.updatedAt));
    const leave = [host.on('ticket.updated', read), host.on('ticket.submit.done', read)];
    return () => leave.forEach(off => off());
  }, [feed, host]);

  return { feed, state };
}
