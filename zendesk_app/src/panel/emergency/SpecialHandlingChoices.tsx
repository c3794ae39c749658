import { useCan } from '../../ui/hooks/desk';
import { Disclosure } from '../../ui/Disclosure';
import { t } from '../../words/words';
import { Switches, type SwitchesProps } from './Switches';

/** Special handling that no data shows: a person switches it on, and the ticket's assessment keeps it. */
export function SpecialHandlingChoices({ choices, onSwitched }: SwitchesProps) {
  const can = useCan();
  if (!can('record_assessment') || choices.length === 0) return null;
  return (
    <Disclosure id="handling" label={t('notices.by_person')}>
      <Switches choices={choices} onSwitched={onSwitched} />
    </Disclosure>
  );
}
