import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import { createFeed, type Feed, type FeedState } from '../api/feed';
import { onWake } from '../api/wake';
import type { Host, TicketRef } from '../host/host';

const START: FeedState = { data: null, operations: [], started: 0, error: null, loading: true };

/** The panel of a ticket, kept up to date while it can be seen. */
export function usePanel(api: Api, host: Host, ticket: TicketRef & { id: number }): { feed: Feed; state: FeedState } {
  const [state, setState] = useState<FeedState>(START);
  const feed = useMemo(() => createFeed(api, ticket.id, ticket.updatedAt, setState), [api, ticket.id]);

  useEffect(() => {
    let active = true;
    const look = (): void => feed.watch(active && document.visibilityState === 'visible');
    const back = (): void => {
      if (active && document.visibilityState === 'visible') feed.refresh();
    };
    const activate = (now: boolean) => (): void => {
      active = now;
      look();
    };
    const saved = (): void => void host.ticket().then(({ updatedAt }) => feed.saved(updatedAt));
    const leave = [
      host.on('app.activated', activate(true)),
      host.on('app.deactivated', activate(false)),
      host.on('app.willDestroy', feed.stop),
      host.on('ticket.updated', saved),
      host.on('ticket.submit.done', saved),
      onWake(back),
    ];
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', back);
    feed.refresh();
    return () => {
      leave.forEach(off => off());
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', back);
      feed.stop();
    };
  }, [feed, host]);

  return { feed, state };
}
