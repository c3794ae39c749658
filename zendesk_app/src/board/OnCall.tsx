import { Duties } from '../ui/Duties';
import { LeftOut } from '../ui/LeftOut';
import { Section } from './Section';
import type { Board } from './types';
import { b } from './words';

/** Who is on call until when, and who is next. */
export function OnCall({ onCall }: { onCall: Board['on_call'] }) {
  return (
    <Section id="on_call" title={b('now.title')}>
      <Duties onCall={onCall} />
      <LeftOut what={onCall.left_out} />
    </Section>
  );
}
