import type { Panel } from '../../api/types';
import { Disclosure } from '../../ui/Disclosure';
import { useCan, useDesk } from '../../ui/hooks/desk';
import { Note } from '../../ui/Note';
import { t } from '../../words/words';
import { Forbidden } from '../Forbidden';
import { TriggerForm } from './TriggerForm';
import { ManualWay } from '../../ui/ManualWay';
import type { Checklist } from './useAssessment';

interface TriggerPageProps {
  panel: Panel;
  checklist: Checklist;
}

/** Page the engineer on call, unless something has already paged for this ticket. */
export function TriggerPage({ panel, checklist }: TriggerPageProps) {
  const { blocked, despite, plan } = panel.emergency;
  const { agent } = useDesk();
  const can = useCan();
  if (blocked !== null) {
    return (
      <Note tone="warning">
        <p>{blocked}</p>
        {!plan.configured && <ManualWay steps={plan.manual} />}
        {despite && plan.configured && agent.role === 'manager' && (
          <Disclosure id="despite" label={t('page.despite')}>
            <TriggerForm panel={panel} checklist={checklist} />
          </Disclosure>
        )}
      </Note>
    );
  }
  if (!can('trigger_emergency')) return <Forbidden what={t('forbidden.paging')} ask={panel.on_call.manager?.name} />;
  return <TriggerForm panel={panel} checklist={checklist} />;
}
