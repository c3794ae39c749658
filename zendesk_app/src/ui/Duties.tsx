import type { Duty, OnCallRole, Panel } from '../api/types';
import { t } from '../words/words';
import { Fact } from './Fact';
import { Moment } from './Moment';

type OnCall = Pick<Panel['on_call'], 'managers' | 'engineers' | 'nobody'>;

/** Who is on call until when, and who is next. */
export function Duties({ onCall: { managers, engineers, nobody } }: { onCall: OnCall }) {
  return (
    <dl class="facts">
      <Rota rota="manager" duties={managers} nobody={nobody} />
      <Rota rota="engineer" duties={engineers} nobody={nobody} />
    </dl>
  );
}

interface RotaProps {
  rota: OnCallRole;
  duties: readonly Duty[];
  nobody: readonly OnCallRole[];
}

function Rota({ rota, duties, nobody }: RotaProps) {
  return (
    <Fact name={t(`on_call.${rota}`)}>
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
    </Fact>
  );
}
