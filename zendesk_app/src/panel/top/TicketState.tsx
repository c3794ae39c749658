import type { Panel } from '../../api/types';
import { useUnsaved } from '../hooks/useUnsaved';
import { t } from '../../words/words';
import './TicketState.css';

/** Where the ticket itself limits what is shown or done here. */
export function TicketState({ ticket }: { ticket: Panel['ticket'] }) {
  const unsaved = useUnsaved(ticket);
  return (
    <div role="status">
      {ticket?.status === 'closed' && <p class="aside ticket-state">{t('ticket.closed')}</p>}
      {unsaved && <p class="aside ticket-state">{t('ticket.unsaved')}</p>}
    </div>
  );
}
