import type { Emergency, OtherPage } from '../../api/types';
import { useDesk } from '../../ui/hooks/desk';
import { Disclosure } from '../../ui/Disclosure';
import { Link } from '../../ui/Link';
import { Moment } from '../../ui/Moment';
import { t } from '../../words/words';
import { IncidentTag } from './IncidentTag';

/** How many stand there before somebody asks for the rest. */
const SHOWN = 3;

/** Other emergencies that are open now, as they come: those that nobody has taken first, the longest waiting before others. */
export function OthersOpen({ emergency: { others_open: pages, others_total: total } }: { emergency: Emergency }) {
  if (pages.length === 0) return null;
  const rest = pages.slice(SHOWN);
  const elsewhere = total - pages.length;
  return (
    <div>
      <p class="label">{t('others.title', { count: total })}</p>
      <List pages={pages.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <Disclosure id="others" label={t('others.more', { count: total - SHOWN })}>
          <List pages={rest} />
          {elsewhere > 0 && <p class="small subtle">{t('others.elsewhere', { count: elsewhere })}</p>}
        </Disclosure>
      )}
    </div>
  );
}

const List = ({ pages }: { pages: readonly OtherPage[] }) => (
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
);

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
