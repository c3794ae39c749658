import type { Emergency } from '../../api/types';
import { useAnswers } from '../../ui/hooks/useAnswers';
import { useDraft } from '../../ui/hooks/useDraft';
import { Field } from '../../ui/Field';
import { Pills } from '../../ui/Pills';
import { t } from '../../words/words';
import { TextAction } from '../../ui/TextAction';
import { UNKNOWN } from './useAssessment';

const VALUES = ['yes', 'no', UNKNOWN] as const;

const answerOf = (given: string | undefined): (typeof VALUES)[number] => VALUES.find(one => one === given) ?? UNKNOWN;

/** The questions that speak for an account escalation, and a summary. */
export function EscalationForm({ questions }: { questions: Emergency['escalation'] }) {
  const summary = useDraft('escalation.summary');
  const given = useAnswers('escalation');
  const { answers } = given;
  return (
    <TextAction
      kind="propose_escalation"
      name={t('escalation.title')}
      submit={t('escalation.submit')}
      drafts={[summary, given]}
      body={() => ({
        answers: Object.fromEntries(questions.map(({ key }) => [key, answerOf(answers[key])])),
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
          onChange={value => given.choose(key, value)}
        />
      ))}
      <Field label={t('escalation.summary')} draft={summary} required multiline />
    </TextAction>
  );
}
