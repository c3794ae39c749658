import type { Duty, OnCallRole, Panel } from '../../api/types';
import { useCan } from '../../ui/hooks/desk';
import { Disclosure } from '../../ui/Disclosure';
import { Moment } from '../../ui/Moment';
import { t } from '../../words/words';
import { LeftOut } from '../../ui/LeftOut';
import { SourceNote } from '../../ui/SourceNote';
import { Card } from '../../ui/Card';

/** Who is on call: their names in one line; opened, until when and who is next. */
export function OnCallCard({ panel }: { panel: Panel }) {
  const can = useCan();
  const { managers, engineers, nobody, left_out } = panel.on_call;
  const first = [...managers.slice(0, 1), ...engineers.slice(0, 1)];
  return (
    <Card
      id="on_call"
      title={t('on_call.title')}
      summary={
        <span class="subtle">
          {first.length === 0 && t('on_call.unknown')}
          {first.map(({ name }, place) => [place > 0 && ' · ', <bdi key={place}>{name}</bdi>])}
        </span>
      }
      startsOpen={false}
    >
      <dl class="facts">
        <People rota="manager" duties={managers} nobody={nobody} />
        <People rota="engineer" duties={engineers} nobody={nobody} />
      </dl>
      {can('hand_off') && (
        <Disclosure id="cover" label={t('on_call.cover')}>
          <p class="small">{panel.emergency.cover}</p>
        </Disclosure>
      )}
      <LeftOut what={left_out} />
      <SourceNote name="pagerduty" source={panel.sources.pagerduty} brief />
    </Card>
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
