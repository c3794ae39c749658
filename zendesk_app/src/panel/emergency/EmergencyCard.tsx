import { inMotion } from '../../api/motion';
import type { Operation, Panel } from '../../api/types';
import { Card } from '../../ui/Card';
import { Disclosure } from '../../ui/Disclosure';
import { Failure } from '../../ui/Failure';
import { t } from '../../words/words';
import { Later } from '../Later';
import { ManualWay } from '../../ui/ManualWay';
import { Operations } from '../Operations';
import { SourceNote } from '../../ui/SourceNote';
import { BackupPool } from './BackupPool';
import { ChecklistForm } from './ChecklistForm';
import { EntitlementTag, EntitlementView } from './EntitlementView';
import { Escalation } from './Escalation';
import { IncidentTag, IncidentView } from './IncidentView';
import { OthersOpen } from './OthersOpen';
import { PassOn } from './PassOn';
import { RecordAssessment } from './RecordAssessment';
import { SpecialHandlingChoices } from './SpecialHandlingChoices';
import { TriggerPage } from './TriggerPage';
import { type Checklist, useAssessment } from './useAssessment';

interface EmergencyCardProps {
  panel: Panel;
  operations: readonly Operation[];
  startsOpen: boolean;
}

/** Is it an emergency, has somebody been paged, and if not: page. */
export function EmergencyCard({ panel, operations, startsOpen }: EmergencyCardProps) {
  const { incident, entitlement } = panel.emergency;
  const summary = incident ? <IncidentTag status={incident.status} /> : <EntitlementTag entitlement={entitlement} />;
  return (
    <Card id="emergency" title={t('emergency.title')} summary={summary} startsOpen={startsOpen}>
      <Operations area="emergency" operations={operations} />
      <SourceNote name="pagerduty" source={panel.sources.pagerduty}>
        <ManualWay steps={panel.emergency.plan.manual} />
      </SourceNote>
      {incident && <IncidentView incident={incident} />}
      {incident && incident.status !== 'resolved' && <PassOn panel={panel} incident={incident} />}
      <OthersOpen pages={panel.emergency.others_open} />
      <EntitlementView entitlement={entitlement} />
      <Assessment panel={panel} paging={operations.some(paging)} />
      <BackupPool panel={panel} />
      <SpecialHandlingChoices choices={panel.emergency.special_handling} />
      {incident && <Escalation questions={panel.emergency.escalation} />}
    </Card>
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
      <Disclosure id="checklist" label={t('checklist.title')}>
        <Judged panel={panel} checklist={checklist} />
      </Disclosure>
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
  const { entitlement, questions } = panel.emergency;
  const qualification = checklist.assessment?.qualification;
  return (
    <>
      {entitlement.answer !== 'no' && <ChecklistForm questions={questions} checklist={checklist} />}
      {checklist.failure && <Failure failure={checklist.failure} />}
      {qualification && (
        <Later
          draw={({ VerdictView }) => (
            <VerdictView qualification={qualification} questions={questions} macros={panel.macros} />
          )}
        />
      )}
      <RecordAssessment checklist={checklist} />
    </>
  );
}
