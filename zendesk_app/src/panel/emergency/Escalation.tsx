import type { Emergency } from '../../api/types';
import { useCan } from '../../ui/hooks/desk';
import { Disclosure } from '../../ui/Disclosure';
import { t } from '../../words/words';
import { EscalationForm } from './EscalationForm';

/** Propose to turn an emergency into an account escalation. */
export function Escalation({ questions }: { questions: Emergency['escalation'] }) {
  const can = useCan();
  if (!can('propose_escalation')) return null;
  return (
    <Disclosure id="escalation" label={t('escalation.title')}>
      <EscalationForm questions={questions} />
    </Disclosure>
  );
}
