import type { OtherPage } from '../../api/types';
import { useDesk } from '../../ui/hooks/desk';
import { Link } from '../../ui/Link';
import { Moment } from '../../ui/Moment';
import { t } from '../../words/words';
import { IncidentTag } from './IncidentView';

/** Other emergencies that are open now: whoever is paged next may already be busy. */
export function OthersOpen({ pages }: { pages: readonly OtherPage[] }) {
  if (pages.length === 0) return null;
  return (
    <div>
      <p class="label">{t('others.title', { count: pages.length })}</p>
      <ul class="rows">
        {pages.map(page => (
          <li key={page.number}>
            <IncidentTag status={page.status} /> <Other page={page} />{' '}
            <span class="subtle">
              <Moment at={page.created_at} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Its ticket opens beside this one; without a ticket there is only the incident. */
function Other({ page: { ticket_id: ticket, title, url } }: { page: OtherPage }) {
  const { host } = useDesk();
  if (ticket === null) return <Link href={url}>{title}</Link>;
  return (
    <button type="button" class="anchor" onClick={() => host.openTicket(ticket)}>
      {t('others.ticket', { ticket })}
    </button>
  );
}
