import { useState } from 'preact/hooks';
import type { Answers, Emergency } from '../../api/types';
import { useCan } from '../../hooks/desk';
import { useDraft } from '../../hooks/useDraft';
import { Disclosure } from '../../ui/Disclosure';
import { Field } from '../../ui/Field';
import { Pills } from '../../ui/Pills';
import { t } from '../../words/words';
import { TextAction } from '../TextAction';
import { UNKNOWN } from './useAssessment';

type Questions = Emergency['escalation'];

const VALUES = ['yes', 'no', UNKNOWN] as const;

/** Propose to turn an emergency into an account escalation. */
export function Escalation({ questions }: { questions: Questions }) {
  const can = useCan();
  if (!can('propose_escalation')) return null;
  return (
    <Disclosure label={t('escalation.title')}>
      <EscalationForm questions={questions} />
    </Disclosure>
  );
}

function EscalationForm({ questions }: { questions: Questions }) {
  const summary = useDraft('escalation.summary');
  const [answers, setAnswers] = useState<Answers>({});
  return (
    <TextAction
      kind="propose_escalation"
      name={t('escalation.title')}
      submit={t('escalation.submit')}
      drafts={[summary]}
      body={() => ({
        answers: Object.fromEntries(questions.map(({ key }) => [key, answers[key] ?? UNKNOWN])),
        summary: summary.text.trim(),
      })}
    >
      {questions.map(({ key, text }) => (
        <Pills
          key={key}
          name={`escalation.${key}`}
          legend={text}
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
