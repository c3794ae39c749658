import type { Duty } from '../api/types';
import { Moment } from '../ui/Moment';
import { Section } from './Section';
import type { Board } from './types';
import { b } from './words';

/** Who is on call until when, and who is next. */
export function OnCall({ onCall }: { onCall: Board['on_call'] }) {
  return (
    <Section title={b('now.title')}>
      <dl class="facts">
        <Person role={b('now.manager')} duty={onCall.manager} />
        <Person role={b('now.engineer')} duty={onCall.engineer} />
      </dl>
    </Section>
  );
}

function Person({ role, duty }: { role: string; duty: Duty | null }) {
  return (
    <>
      <dt>{role}</dt>
      <dd>
        {duty === null && <span class="subtle">{b('now.unknown')}</span>}
        {duty && <bdi class="strong">{duty.name}</bdi>}
        {duty?.until && (
          <span class="subtle">
            {' '}
            {b('now.until')} <Moment at={duty.until} as="moment" />
          </span>
        )}
        {duty?.next && (
          <span class="subtle">
            , {b('now.then')} <bdi>{duty.next}</bdi>
          </span>
        )}
      </dd>
    </>
  );
}
