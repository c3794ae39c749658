import { useState } from 'preact/hooks';
import type { Answers } from '../../api/types';
import { useCan } from '../../hooks/desk';
import { useDraft } from '../../hooks/useDraft';
import { Disclosure } from '../../ui/Disclosure';
import { Field } from '../../ui/Field';
import { Pills } from '../../ui/Pills';
import { t } from '../../words/words';
import { TextAction } from '../TextAction';
import { UNKNOWN } from './useAssessment';

const QUESTIONS = ['parallel_issues', 'over_3h', 'external_blocker', 'professional_services'] as const;
const VALUES = ['yes', 'no', UNKNOWN] as const;

/** Propose to turn an emergency into an account escalation. */
export function Escalation() {
  const can = useCan();
  if (!can('propose_escalation')) return null;
  return (
    <Disclosure label={t('escalation.title')}>
      <EscalationForm />
    </Disclosure>
  );
}

function EscalationForm() {
  const summary = useDraft('escalation.summary');
  const [answers, setAnswers] = useState<Answers>({});
  return (
    <TextAction
      kind="propose_escalation"
      name={t('escalation.title')}
      submit={t('escalation.submit')}
      drafts={[summary]}
      body={() => ({
        answers: Object.fromEntries(QUESTIONS.map(key => [key, answers[key] ?? UNKNOWN])),
        summary: summary.text.trim(),
      })}
    >
      {QUESTIONS.map(key => (
        <Pills
          key={key}
          name={`escalation.${key}`}
          legend={t(`escalation.${key}`)}
          options={VALUES.map(value => ({ value, label: t(`answer.${value}`) }))}
          value={answers[key] ?? UNKNOWN}
          blank={UNKNOWN}
          onChange={value => setAnswers(before => ({ ...before, [key]: value }))}
        />
      ))}
      <Field label={t('escalation.summary')} draft={summary} required multiline />
    </TextAction>
  );
}
