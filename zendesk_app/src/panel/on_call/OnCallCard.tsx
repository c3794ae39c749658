import type { Duty, OnCallRole, Panel } from '../../api/types';
import { useCan } from '../../ui/hooks/desk';
import { Disclosure } from '../../ui/Disclosure';
import { Moment } from '../../ui/Moment';
import { t } from '../../words/words';
import { SourceNote } from '../../ui/SourceNote';
import '../../ui/Card.css';

/** Who is on call, until when, and who is next: always in sight. */
export function OnCallCard({ panel }: { panel: Panel }) {
  const can = useCan();
  return (
    <section class="card card-flat stack" aria-labelledby="on-call-title">
      <h2 class="unseen" id="on-call-title">
        {t('on_call.title')}
      </h2>
      <dl class="facts">
        <People rota="manager" duties={panel.on_call.managers} nobody={panel.on_call.nobody} />
        <People rota="engineer" duties={panel.on_call.engineers} nobody={panel.on_call.nobody} />
      </dl>
      {can('hand_off') && (
        <Disclosure id="cover" label={t('on_call.cover')}>
          <p class="small">{panel.emergency.cover}</p>
        </Disclosure>
      )}
      <SourceNote name="pagerduty" source={panel.sources.pagerduty} brief />
    </section>
  );
}

interface PeopleProps {
  rota: OnCallRole;
  duties: readonly Duty[];
  nobody: readonly OnCallRole[];
}

function People({ rota, duties, nobody }: PeopleProps) {
  return (
    <>
      <dt>{t(`on_call.${rota}`)}</dt>
      <dd>
        {duties.length === 0 && (
          <span class="subtle">{t(nobody.includes(rota) ? 'on_call.nobody' : 'on_call.unknown')}</span>
        )}
        {duties.map((duty, place) => (
          <span key={place} class="block">
            <bdi class="strong">{duty.name}</bdi>
            {duty.until && (
              <span class="subtle">
                {' '}
                {t('on_call.until')} <Moment at={duty.until} as="moment" />
              </span>
            )}
            {duty.next && (
              <span class="subtle block">
                {t('on_call.next')} <bdi>{duty.next}</bdi>
              </span>
            )}
          </span>
        ))}
      </dd>
    </>
  );
}
