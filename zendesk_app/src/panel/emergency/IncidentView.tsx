import type { Incident } from '../../api/types';
import { Deadline } from '../../ui/Deadline';
import { Fact } from '../../ui/Fact';
import { Link } from '../../ui/Link';
import { Moment } from '../../ui/Moment';
import { t } from '../../words/words';
import { IncidentTag } from './IncidentTag';
import './IncidentView.css';

/** The page of this ticket: how far it is and its clocks; the same lines in each state, so that nothing moves. */
export function IncidentView({ incident }: { incident: Incident }) {
  const { clock, status } = incident;
  return (
    <div class="stack stack-tight">
      <p>
        <IncidentTag status={status} />{' '}
        <Link href={incident.url}>{t('incident.number', { number: incident.number })}</Link>
      </p>
      {status === 'resolved' && <p class="strong">{clock.because}</p>}
      <dl class="facts">
        <Fact name={t('incident.triggered_at')}>
          <Moment at={incident.created_at} />
        </Fact>
        <Fact name={t('incident.acknowledged_at')}>
          {incident.acknowledged_at ? <Moment at={incident.acknowledged_at} /> : t('incident.not_yet')}{' '}
          {incident.acknowledged_by && <bdi class="subtle">{incident.acknowledged_by}</bdi>}
        </Fact>
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
      <p class="subtle meaning">{incident.meaning}</p>
    </div>
  );
}
