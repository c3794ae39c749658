import { Countdown } from '../ui/Deadline';
import { Link } from '../ui/Link';
import { Tag, type Tone } from '../ui/Tag';
import { type TableOf, TableSection, TicketLink } from './Table';
import type { Star } from './types';
import { b } from './words';

const TONES: Record<Star['state'], Tone> = { submitted: 'amber', acknowledged: 'amber', in_progress: 'neutral' };

/** Open STARs, the nearest deadline first. */
export function StarTable({ rows, source, now, more }: TableOf<Star>) {
  return (
    <TableSection
      id="stars"
      title={b('stars.title')}
      none={b('stars.none')}
      source={source}
      columns={[
        b('column.ticket'),
        b('column.clock'),
        b('column.urgency'),
        b('column.status'),
        b('column.dri'),
        b('column.next'),
      ]}
      rows={rows}
      more={more}
      keyOf={row => row.iid}
      level={row => row.level}
      cells={row => [
        <TicketLink key="ticket" ticket={row.ticket_id}>
          <span class="block small">
            <Link href={row.url}>{b('stars.issue', { iid: row.iid })}</Link>
          </span>
        </TicketLink>,
        row.due_at ? (
          <Countdown at={row.due_at} level={row.level} now={now} />
        ) : (
          <span class="subtle">{b('stars.no_clock')}</span>
        ),
        row.urgency_label ?? b('stars.unknown'),
        <Tag key="state" tone={TONES[row.state]}>
          {b(`star_state.${row.half_rejected ? 'half_rejected' : row.state}`)}
        </Tag>,
        row.assignee ? <bdi>{row.assignee}</bdi> : <span class="subtle">{b('stars.nobody')}</span>,
        row.next_step,
      ]}
    />
  );
}
