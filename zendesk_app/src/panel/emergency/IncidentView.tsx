import type { Incident } from '../../api/types';
import { Deadline } from '../../ui/Deadline';
import { Fact } from '../../ui/Fact';
import { Link } from '../../ui/Link';
import { Moment } from '../../ui/Moment';
import { Tag, type Tone } from '../../ui/Tag';
import { t } from '../../words/words';
import { onIt } from '../top/matters';

const TONES: Record<Incident['status'], Tone> = { triggered: 'red', acknowledged: 'amber', resolved: 'good' };

export function IncidentTag({ status }: { status: Incident['status'] }) {
  return <Tag tone={TONES[status]}>{t(`incident.${status}`)}</Tag>;
}

/** The page of this ticket: how far it is, in the handbook's meaning, and its clocks. */
export function IncidentView({ incident }: { incident: Incident }) {
  const { clock, status } = incident;
  const said = headline(incident);
  return (
    <div class="stack stack-tight">
      <p>
        <IncidentTag status={status} />{' '}
        <Link href={incident.url}>{t('incident.number', { number: incident.number })}</Link>
      </p>
      {said !== null && <p class="strong">{said}</p>}
      <p class="subtle">{incident.meaning}</p>
      {status !== 'resolved' && clock.level !== 'calm' && <p class={`level-${clock.level}`}>{clock.because}</p>}
      <dl class="facts">
        <Fact name={t('incident.triggered_at')}>
          <Moment at={incident.created_at} />
        </Fact>
        {incident.acknowledged_at && (
          <Fact name={t('incident.acknowledged_at')}>
            <Moment at={incident.acknowledged_at} />
          </Fact>
        )}
        <Fact name={t('incident.first_reply')}>
          {clock.first_replied_at ? (
            <>
              {t('incident.replied')} <Moment at={clock.first_replied_at} />
            </>
          ) : (
            <Deadline at={clock.first_reply_due_at} level={clock.level} />
          )}
        </Fact>
        {incident.assigned_to.length > 0 && (
          <Fact name={t('incident.assigned')}>
            <bdi>{incident.assigned_to.join(', ')}</bdi>
          </Fact>
        )}
      </dl>
    </div>
  );
}

/** Who has it, or how it ended; that nobody has it is what the status says. */
function headline(incident: Incident): string | null {
  if (incident.status === 'triggered') return null;
  return incident.status === 'resolved' ? incident.clock.because : onIt(incident);
}
