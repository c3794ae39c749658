import { useCan } from '../../ui/hooks/desk';
import { Disclosure } from '../../ui/Disclosure';
import { t } from '../../words/words';
import { RecordForm } from './RecordForm';
import type { Checklist } from './useAssessment';

/** Write the verdict into an internal note, as it is or overridden with a reason. */
export function RecordAssessment({ checklist }: { checklist: Checklist }) {
  const can = useCan();
  if (!can('record_assessment') || !checklist.assessment?.qualification) return null;
  return (
    <Disclosure id="record" label={t('record.title')}>
      <RecordForm checklist={checklist} />
    </Disclosure>
  );
}
