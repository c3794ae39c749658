import { inMotion } from '../../api/motion';
import type { Operation, Panel } from '../../api/types';
import { Disclosure } from '../../ui/Disclosure';
import { Failure } from '../../ui/Failure';
import { t } from '../../words/words';
import { CardLinks } from '../CardLinks';
import { BackupPool } from './BackupPool';
import { CallManager } from './CallManager';
import { ChecklistForm } from './ChecklistForm';
import { EntitlementView } from './EntitlementView';
import { Escalation } from './Escalation';
import { Decided, MorePages } from './MorePages';
import { OthersOpen } from './OthersOpen';
import { PassOn } from './PassOn';
import { RecordAssessment } from './RecordAssessment';
import { SpecialHandlingChoices } from './SpecialHandlingChoices';
import { TriggerPage } from './TriggerPage';
import { type Checklist, useAssessment } from './useAssessment';
import { VerdictView } from './VerdictView';

interface EmergencyWorkProps {
  panel: Panel;
  operations: readonly Operation[];
}

/** What people do about an emergency: judge it, page, and while it goes on pass it on or escalate it. */
export function EmergencyWork({ panel, operations }: EmergencyWorkProps) {
  const { incident, entitlement } = panel.emergency;
  return (
    <>
      {incident && incident.status !== 'resolved' && <PassOn panel={panel} incident={incident} />}
      {panel.emergency.decision && <Decided decision={panel.emergency.decision} />}
      <MorePages emergency={panel.emergency} />
      <OthersOpen pages={panel.emergency.others_open} />
      <EntitlementView entitlement={entitlement} />
      <Assessment panel={panel} paging={operations.some(paging)} />
      <CallManager panel={panel} />
      <BackupPool panel={panel} />
      <SpecialHandlingChoices choices={panel.emergency.special_handling} />
      {incident && <Escalation questions={panel.emergency.escalation} />}
      <CardLinks links={panel.links} card="emergency" />
    </>
  );
}

/** A page is on its way or in doubt: offering another would invite a second one. */
const paging = (operation: Operation): boolean => operation.kind === 'trigger_emergency' && inMotion(operation);

/** The checklist and the page that may follow; once somebody is paged, the checklist steps back. */
function Assessment({ panel, paging }: { panel: Panel; paging: boolean }) {
  const { incident, questions } = panel.emergency;
  const checklist = useAssessment(questions);
  if (incident && incident.status !== 'resolved') {
    return (
      <>
        <Disclosure id="checklist" label={t('checklist.title')}>
          <Judged panel={panel} checklist={checklist} />
        </Disclosure>
        {panel.emergency.despite && !paging && <TriggerPage panel={panel} checklist={checklist} />}
      </>
    );
  }
  return (
    <>
      <Judged panel={panel} checklist={checklist} />
      {!paging && <TriggerPage panel={panel} checklist={checklist} />}
    </>
  );
}

/** The questions and their verdict. Not entitled: there is nothing to qualify. */
function Judged({ panel, checklist }: { panel: Panel; checklist: Checklist }) {
  const { entitlement, questions, matrix } = panel.emergency;
  const qualification = checklist.assessment?.qualification;
  return (
    <>
      {entitlement.answer !== 'no' && <ChecklistForm questions={questions} matrix={matrix} checklist={checklist} />}
      {checklist.failure && <Failure failure={checklist.failure} />}
      {qualification && <VerdictView qualification={qualification} questions={questions} macros={panel.macros} />}
      <RecordAssessment checklist={checklist} />
    </>
  );
}
