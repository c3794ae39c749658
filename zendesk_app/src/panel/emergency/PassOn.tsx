import type { Incident, Operation, Panel } from '../../api/types';
import { useCan, useDesk } from '../../ui/hooks/desk';
import { t } from '../../words/words';
import { pageTabs } from './PageTabs';
import { HandOff, Reassign } from './PassOnForms';
import { type ActionTab, ActionTabs, useTab } from '../ActionTabs';
import { SAME_MS } from '../top/matters';

interface PassOnProps {
  panel: Panel;
  incident: Incident;
  operations: readonly Operation[];
}

/** What is done about the page while it is open: take it, end it, bring others in, pass it on. */
export function PassOn({ panel, incident, operations }: PassOnProps) {
  const can = useCan();
  const { agent } = useDesk();
  // Of whoever acknowledged it from here; what came after that in PagerDuty counts.
  const taken =
    incident.status === 'acknowledged' &&
    operations.some(
      one =>
        one.kind === 'acknowledge_page' &&
        one.state === 'done' &&
        one.actor_id === agent.id &&
        Date.parse(incident.since) - Date.parse(one.created_at) < SAME_MS,
    );
  const choice = useTab('pass_on');
  const tabs: ActionTab[] = pageTabs(panel, incident).filter(
    ({ kind }) => can(kind) && !(taken && kind === 'acknowledge_page'),
  );
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
