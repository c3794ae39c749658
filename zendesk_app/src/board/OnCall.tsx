import type { Duty, OnCallRole } from '../api/types';
import { LeftOut } from '../ui/LeftOut';
import { Moment } from '../ui/Moment';
import { Section } from './Section';
import type { Board } from './types';
import { b } from './words';

/** Who is on call until when, and who is next. */
export function OnCall({ onCall }: { onCall: Board['on_call'] }) {
  return (
    <Section title={b('now.title')}>
      <dl class="facts">
        <People rota="manager" duties={onCall.managers} nobody={onCall.nobody} />
        <People rota="engineer" duties={onCall.engineers} nobody={onCall.nobody} />
      </dl>
      <LeftOut what={onCall.left_out} />
    </Section>
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
      <dt>{b(`now.${rota}`)}</dt>
      <dd>
        {duties.length === 0 && <span class="subtle">{b(nobody.includes(rota) ? 'now.nobody' : 'now.unknown')}</span>}
        {duties.map((duty, place) => (
          <span key={place} class="block">
            <bdi class="strong">{duty.name}</bdi>
            {duty.until && (
              <span class="subtle">
                {' '}
                {b('now.until')} <Moment at={duty.until} as="moment" />
              </span>
            )}
            {duty.next && (
              <span class="subtle">
                , {b('now.then')} <bdi>{duty.next}</bdi>
              </span>
            )}
          </span>
        ))}
      </dd>
    </>
  );
}
