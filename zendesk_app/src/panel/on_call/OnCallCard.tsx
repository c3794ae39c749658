import type { Duty, Panel } from '../../api/types';
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
        <Person role={t('on_call.manager')} duty={panel.on_call.manager} />
        <Person role={t('on_call.engineer')} duty={panel.on_call.engineer} />
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

function Person({ role, duty }: { role: string; duty: Duty | null }) {
  return (
    <>
      <dt>{role}</dt>
      <dd>
        {duty === null ? (
          <span class="subtle">{t('on_call.unknown')}</span>
        ) : (
          <>
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
          </>
        )}
      </dd>
    </>
  );
}
