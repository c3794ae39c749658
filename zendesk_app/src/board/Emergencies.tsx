import type { ComponentChild } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Poll } from '../api/poll';
import { DeskContext, useCan, useDesk } from '../ui/hooks/desk';
import { Disclosure } from '../ui/Disclosure';
import { Kept } from '../ui/Kept';
import { Link } from '../ui/Link';
import { Note } from '../ui/Note';
import { Tag } from '../ui/Tag';
import { span } from '../words/time';
import { t } from '../words/words';
import { Behind } from './Behind';
import { type More, TableSection, TicketLink } from './Table';
import type { Board, Emergency } from './types';
import { b } from './words';

interface EmergenciesProps {
  board: Board;
  now: number;
  poll: Poll;
  more: More;
  /** How far what was asked for a ticket is. */
  receipts: (ticket: number) => ComponentChild[];
}

/** Open emergencies, by need: status, for how long, who has them. Several at once are called out above the table. */
export function Emergencies({ board, now, poll, more, receipts }: EmergenciesProps) {
  const { emergencies: rows, several } = board;
  const latest = newest(rows.filter(row => !row.pool));
  const can = useCan();
  const pool = (row: Emergency): boolean => several?.backup_pool === true && row === latest;
  const offers = (row: Emergency): boolean => (row.offer_escalation && can('propose_escalation')) || pool(row);
  // Most shifts have nothing to do here: a column without an action is only in the way.
  const acting = rows.some(row => row.ticket_id !== null && (offers(row) || receipts(row.ticket_id).length > 0));
  return (
    <TableSection
      id="emergencies"
      title={b('emergencies.title')}
      none={b('emergencies.none')}
      source={board.sources.pagerduty}
      columns={[
        b('column.ticket'),
        b('column.status'),
        b('column.open_for'),
        b('column.who'),
        ...(acting ? [b('column.actions')] : []),
      ]}
      rows={rows}
      more={more}
      keyOf={row => row.number}
      level={row => row.level}
      cells={row => [
        <Ticket key="ticket" row={row} />,
        <>
          <Tag tone={row.status === 'triggered' ? 'red' : 'amber'}>{b(`status.${row.status}`)}</Tag>{' '}
          <Link href={row.url}>#{row.number}</Link> {row.pool && <Tag>{b('emergencies.pool_page')}</Tag>}
          <span class="block small subtle">{row.because}</span>
        </>,
        <time key="open" dateTime={row.created_at}>
          {span(now - Date.parse(row.created_at))}
        </time>,
        row.assigned_to.map(name => (
          <bdi key={name} class="block">
            {name}
          </bdi>
        )),
        ...(acting
          ? [<Actions key="actions" row={row} board={board} pool={pool(row)} poll={poll} receipts={receipts} />]
          : []),
      ]}
    >
      {several && (
        <Note tone="danger" title={b('emergencies.several', { count: several.count })}>
          <p>{several.backup_pool ? b('emergencies.pool') : b('emergencies.several_text')}</p>
        </Note>
      )}
      {loaded(rows).map(({ id, name, rows: theirs }) => (
        <p key={id} class="strong">
          {b('emergencies.loaded', { who: name, count: theirs.length, unanswered: theirs.filter(waits).length })}
        </p>
      ))}
    </TableSection>
  );
}

interface Load {
  id: string;
  name: string;
  rows: Emergency[];
}

const waits = ({ status }: Emergency): boolean => status === 'triggered';

/** Who has more than one of them, told apart by account; the most loaded first. */
function loaded(emergencies: readonly Emergency[]): Load[] {
  const found = new Map<string, Load>();
  for (const row of emergencies.filter(({ pool }) => !pool)) {
    row.assigned_ids.forEach((id, place) => {
      const load = found.get(id) ?? { id, name: row.assigned_to[place] ?? id, rows: [] };
      found.set(id, { ...load, rows: [...load.rows, row] });
    });
  }
  return [...found.values()]
    .filter(({ rows }) => rows.length > 1)
    .sort((one, other) => other.rows.length - one.rows.length);
}

const newest = (rows: readonly Emergency[]): Emergency | undefined =>
  [...rows].sort((one, other) => Date.parse(one.created_at) - Date.parse(other.created_at)).at(-1);

function Ticket({ row }: { row: Emergency }) {
  return (
    <TicketLink ticket={row.ticket_id}>
      {row.us_government && <Tag>{b('emergencies.government')}</Tag>}
      {row.ticket_id !== null && !row.ticket_read && <span class="block small subtle">{b('emergencies.unread')}</span>}
      {row.subject && (
        <span class="block small subtle" dir="auto">
          {row.subject}
        </span>
      )}
    </TicketLink>
  );
}

interface ActionsProps extends Pick<EmergenciesProps, 'board' | 'poll' | 'receipts'> {
  row: Emergency;
  pool: boolean;
}

/** Actions on the row's ticket, which is another than the desk's own. */
function Actions({ row, board, pool, poll, receipts }: ActionsProps) {
  const desk = useDesk();
  const can = useCan();
  const plan = board.several?.plan;
  const { ticket_id: ticket, subject } = row;
  const there = useMemo(() => (ticket === null ? null : { ...desk, ticket, feed: poll }), [desk, ticket, poll]);
  const told = ticket === null ? [] : receipts(ticket);
  if (there === null || !(row.offer_escalation || pool || told.length > 0)) return null;
  return (
    <DeskContext.Provider value={there}>
      <Kept>
        {row.offer_escalation && can('propose_escalation') && (
          <Disclosure id="escalation" label={t('escalation.title')}>
            <Behind draw={({ EscalationForm }) => <EscalationForm questions={board.escalation} />} />
          </Disclosure>
        )}
        {pool && plan && (
          <Disclosure id={`pool.${ticket}`} label={t('pool.title')}>
            <Behind draw={({ PoolForm }) => <PoolForm plan={plan} subject={subject ?? undefined} offered />} />
          </Disclosure>
        )}
        {told}
      </Kept>
    </DeskContext.Provider>
  );
}
