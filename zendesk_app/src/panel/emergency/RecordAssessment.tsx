import { useCan } from '../../ui/hooks/desk';
import { Disclosure } from '../../ui/Disclosure';
import { t } from '../../words/words';
import { RecordForm, type RecordFormProps } from './RecordForm';

/** Write the verdict into an internal note, as it is or overridden with a reason; who is not entitled is judged, too. */
export function RecordAssessment({ checklist, titles }: RecordFormProps) {
  const can = useCan();
  if (!can('record_assessment') || !checklist.assessment) return null;
  return (
    <Disclosure id="record" label={t('record.title')}>
      <RecordForm checklist={checklist} titles={titles} />
    </Disclosure>
  );
}
