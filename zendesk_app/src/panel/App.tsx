import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Agent } from '../api/types';
import type { Host, TicketRef } from '../host/host';
import { TicketPanel } from './TicketPanel';
import { useAutosize } from './hooks/useAutosize';
import { Announcer } from '../ui/announce';
import { Note } from '../ui/Note';
import { t } from '../words/words';

export interface AppProps {
  api: Api;
  host: Host;
  agent: Agent;
  ticket: TicketRef;
  root: HTMLElement;
}

/** The panel beside a ticket; a new ticket has nothing to show until it is saved. */
export function App({ api, host, agent, ticket: first, root }: AppProps) {
  const [ticket, setTicket] = useState(first);
  useAutosize(host, root);
  useEffect(() => {
    if (ticket.id !== null) return;
    return host.on('ticket.submit.done', () => void host.ticket().then(setTicket));
  }, [host, ticket.id]);

  const { id } = ticket;
  return (
    <>
      <Announcer />
      <main>
        <h1 class="unseen">{t('title')}</h1>
        {id === null ? (
          <Note tone="info" title={t('new_ticket.title')}>
            <p>{t('new_ticket.text')}</p>
          </Note>
        ) : (
          <TicketPanel key={id} api={api} host={host} agent={agent} ticket={{ ...ticket, id }} />
        )}
      </main>
    </>
  );
}
