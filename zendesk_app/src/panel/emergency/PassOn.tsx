import type { Incident, Panel } from '../../api/types';
import { useCan } from '../../ui/hooks/desk';
import { t } from '../../words/words';
import { pageTabs } from './PageTabs';
import { HandOff, Reassign } from './PassOnForms';
import { type ActionTab, ActionTabs, useTab } from '../ActionTabs';

/** What is done about the page while it is open: take it, end it, bring others in, pass it on. */
export function PassOn({ panel, incident }: { panel: Panel; incident: Incident }) {
  const can = useCan();
  const choice = useTab('pass_on');
  const tabs: ActionTab[] = pageTabs(panel, incident).filter(({ kind }) => can(kind));
  if (can('reassign_page')) {
    const { reassign } = panel.emergency;
    tabs.push({
      id: 'reassign',
      label: t('reassign.title'),
      form: close => <Reassign choices={reassign} incident={incident} close={close} />,
    });
  }
  if (can('hand_off')) {
    tabs.push({
      id: 'hand_off',
      label: t('hand_off.title'),
      form: close => <HandOff next={panel.on_call.manager} close={close} />,
    });
  }
  return <ActionTabs tabs={tabs} choice={choice} />;
}
