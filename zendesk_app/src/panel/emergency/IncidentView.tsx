import type { Incident } from '../../api/types';
import { useNow } from '../../ui/hooks/useNow';
import { Deadline } from '../../ui/Deadline';
import { Fact } from '../../ui/Fact';
import { Link } from '../../ui/Link';
import { Moment } from '../../ui/Moment';
import { Tag, type Tone } from '../../ui/Tag';
import { span } from '../../words/time';
import { t } from '../../words/words';

const TONES: Record<Incident['status'], Tone> = { triggered: 'red', acknowledged: 'amber', resolved: 'good' };

export function IncidentTag({ status }: { status: Incident['status'] }) {
  return <Tag tone={TONES[status]}>{t(`incident.${status}`)}</Tag>;
}

/** The page of this ticket: how far it is, in the handbook's meaning, and its clocks. */
export function IncidentView({ incident }: { incident: Incident }) {
  const { clock, status } = incident;
  const waiting = span(useNow() - Date.parse(incident.created_at));
  return (
    <div class="stack stack-tight">
      <p>
        <IncidentTag status={status} />{' '}
        <Link href={incident.url}>{t('incident.number', { number: incident.number })}</Link>
      </p>
      <p class="strong">{headline(incident, waiting)}</p>
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

function headline(incident: Incident, waiting: string): string {
  if (incident.status === 'triggered') return t('incident.waiting', { span: waiting });
  if (incident.status === 'resolved') return t('incident.over');
  return incident.acknowledged_by
    ? t('incident.taken', { who: incident.acknowledged_by })
    : t('incident.taken_unnamed');
}
