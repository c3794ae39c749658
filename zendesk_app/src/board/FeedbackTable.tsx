import { Countdown } from '../ui/Deadline';
import { Link } from '../ui/Link';
import { TableSection, TicketLink } from './Table';
import type { Feedback } from './types';
import { b } from './words';

/** Customers who asked for a manager and still wait, the nearest deadline first. */
export function FeedbackTable({ rows, now }: { rows: readonly Feedback[]; now: number }) {
  return (
    <TableSection
      title={b('feedback.title')}
      none={b('feedback.none')}
      columns={[b('column.ticket'), b('column.due'), b('column.dri'), b('column.issue')]}
      rows={rows}
      keyOf={row => row.iid}
      level={row => row.level}
      cells={row => [
        <TicketLink key="ticket" ticket={row.ticket_id} />,
        <Countdown key="due" at={row.due_at} level={row.level} now={now} />,
        row.assignee ? <bdi>{row.assignee}</bdi> : <span class="subtle">{b('stars.nobody')}</span>,
        <Link key="issue" href={row.url}>
          {b('feedback.issue', { iid: row.iid })}
        </Link>,
      ]}
    />
  );
}
