import { Countdown } from '../ui/Deadline';
import { Link } from '../ui/Link';
import { type TableOf, TableSection, TicketLink } from './Table';
import type { Feedback } from './types';
import { b } from './words';

/** Feedback that a manager looks after: customers who wait first, the nearest deadline at the top. */
export function FeedbackTable({ rows, source, now, more }: TableOf<Feedback>) {
  return (
    <TableSection
      id="feedback"
      title={b('feedback.title')}
      none={b('feedback.none')}
      source={source}
      columns={[b('column.ticket'), b('column.due'), b('column.dri'), b('column.issue')]}
      rows={rows}
      more={more}
      keyOf={row => row.iid}
      level={row => row.level}
      cells={row => [
        <TicketLink key="ticket" ticket={row.ticket_id} />,
        row.due_at === null ? (
          <span class="subtle">{b(row.ticket_id === null ? 'feedback.no_ticket' : 'feedback.follow')}</span>
        ) : (
          <Countdown key="due" at={row.due_at} level={row.level} now={now} />
        ),
        row.assignee ? <bdi>{row.assignee}</bdi> : <span class="subtle">{b('stars.nobody')}</span>,
        <Link key="issue" href={row.url}>
          {b('feedback.issue', { iid: row.iid })}
        </Link>,
      ]}
    />
  );
}
