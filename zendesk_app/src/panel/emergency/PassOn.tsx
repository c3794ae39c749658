import type { Incident, Panel } from '../../api/types';
import { useCan } from '../../ui/hooks/desk';
import { t } from '../../words/words';
import { HandOff, Reassign } from './PassOnForms';
import { type ActionTab, ActionTabs, useTab } from '../ActionTabs';

/** What a manager does while an emergency goes on: replace the engineer, hand off to the next manager. */
export function PassOn({ panel, incident }: { panel: Panel; incident: Incident }) {
  const can = useCan();
  const choice = useTab('pass_on');
  const tabs: ActionTab[] = [];
  if (can('reassign_page')) {
    const { reassign } = panel.emergency;
    tabs.push({
      id: 'reassign',
      label: t('reassign.title'),
      form: close => <Reassign choices={reassign} incident={incident} close={close} />,
    });
  }
  if (can('hand_off')) {
    const next = panel.on_call.manager?.next ?? '';
    tabs.push({
      id: 'hand_off',
      label: t('hand_off.title'),
      form: close => <HandOff next={next} close={close} />,
    });
  }
  return <ActionTabs tabs={tabs} choice={choice} />;
}
