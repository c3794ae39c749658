import { ApiFailure } from '../../api/errors';
import type { Panel } from '../../api/types';
import { Disclosure } from '../../ui/Disclosure';
import { useCan, useDesk } from '../../ui/hooks/desk';
import { useFrozen } from '../../ui/hooks/useFrozen';
import { ManualWay } from '../../ui/ManualWay';
import { Note } from '../../ui/Note';
import { t } from '../../words/words';
import { Forbidden } from '../Forbidden';
import { TriggerForm } from './TriggerForm';
import type { Checklist } from './useAssessment';

interface TriggerPageProps {
  panel: Panel;
  checklist: Checklist;
  /** True while the confirmation is open: it stays until the person closes it, and says what has changed. */
  asking: boolean;
  onAsking: (asking: boolean) => void;
}

/** Page the engineer on call, unless something has already paged for this ticket. */
export function TriggerPage({ panel, checklist, asking, onAsking }: TriggerPageProps) {
  const { plan, incident } = panel.emergency;
  const { blocked, despite } = useFrozen(panel.emergency, asking);
  const { agent } = useDesk();
  const can = useCan();
  const news = panel.emergency.blocked;
  const url = incident?.url;
  const over = news !== null && news !== blocked ? new ApiFailure('already_open', news, { url }) : null;
  const form = <TriggerForm panel={panel} checklist={checklist} onAsking={onAsking} over={over} />;
  if (blocked !== null) {
    return (
      <Note tone="warning">
        <p>{blocked}</p>
        {!plan.configured && <ManualWay steps={plan.manual} />}
        {despite && plan.configured && agent.role === 'manager' && (
          <Disclosure id="despite" label={t('page.despite')}>
            {form}
          </Disclosure>
        )}
      </Note>
    );
  }
  if (!can('trigger_emergency')) return <Forbidden what={t('forbidden.paging')} ask={panel.on_call.manager?.name} />;
  return form;
}
