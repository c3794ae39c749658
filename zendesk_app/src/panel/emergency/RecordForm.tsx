import type { Verdict } from '../../api/types';
import { useDraft } from '../../ui/hooks/useDraft';
import { Field } from '../../ui/Field';
import { Select } from '../../ui/Select';
import { t } from '../../words/words';
import { TextAction } from '../../ui/TextAction';
import { titleOf, type Titles } from './titles';
import type { Checklist } from './useAssessment';

const VERDICTS: readonly Verdict[] = [
  'security_emergency',
  'emergency',
  'exception',
  'needs_info',
  'high_priority_now',
  'not_emergency',
  'judgement',
];
const AS_IT_IS = '';

export interface RecordFormProps {
  checklist: Checklist;
  titles: Titles;
}

/** The verdict to record: as it is, or another one with a reason. */
export function RecordForm({ checklist, titles }: RecordFormProps) {
  const verdict = useDraft('record.verdict', AS_IT_IS);
  const reason = useDraft('record.reason');
  const override = VERDICTS.find(one => one === verdict.text);
  return (
    <TextAction
      kind="record_assessment"
      name={t('record.title')}
      submit={t('record.submit')}
      drafts={[verdict, reason]}
      body={() => ({
        answers: checklist.answers,
        ...(override ? { override: { verdict: override, reason: reason.text.trim() } } : {}),
      })}
    >
      <Select
        label={t('record.verdict')}
        value={verdict.text}
        options={[
          { value: AS_IT_IS, label: t('record.as_it_is') },
          ...VERDICTS.map(value => ({ value, label: titleOf(titles, value) })),
        ]}
        onChange={verdict.set}
      />
      {override && <Field label={t('record.reason')} draft={reason} required multiline />}
    </TextAction>
  );
}
