import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { inMotion } from '../../api/motion';
import type { Operation, Panel } from '../../api/types';
import { Disclosure } from '../../ui/Disclosure';
import { Kept } from '../../ui/Kept';
import { ManualWay } from '../../ui/ManualWay';
import { SourceNote } from '../../ui/SourceNote';
import { useCan } from '../../ui/hooks/desk';
import { useFrozen } from '../../ui/hooks/useFrozen';
import { useKept } from '../../ui/hooks/useKept';
import { t } from '../../words/words';
import { CardLinks } from '../CardLinks';
import { InsertText } from '../InsertText';
import { Operations } from '../Operations';
import { BackupPool } from './BackupPool';
import { CallLink } from './CallLink';
import { CallManager } from './CallManager';
import { OtherQuestions, StrictQuestions } from './ChecklistForm';
import { EntitlementView } from './EntitlementView';
import { Escalation } from './Escalation';
import { FindStaff } from './FindStaff';
import { IncidentView } from './IncidentView';
import { Decided, MorePages } from './MorePages';
import { OthersOpen } from './OthersOpen';
import { PassOn } from './PassOn';
import { RecordAssessment } from './RecordAssessment';
import { SpecialHandlingChoices } from './SpecialHandlingChoices';
import { TriggerPage } from './TriggerPage';
import { type Checklist, useAssessment } from './useAssessment';
import { VerdictMore, VerdictView } from './VerdictView';
import { WhichContinues } from './WhichContinues';

interface EmergencyWorkProps {
  panel: Panel;
  operations: readonly Operation[];
}

/** How far an emergency is and what people do about it: judge it, page, and while it goes on pass it on or escalate it. */
export function EmergencyWork({ panel, operations }: EmergencyWorkProps) {
  const { incident, entitlement } = panel.emergency;
  const handling = useSwitched();
  return (
    <>
      <Operations spot="emergency" operations={operations} />
      <SourceNote name="pagerduty" source={panel.sources.pagerduty}>
        <ManualWay steps={panel.emergency.plan.manual} />
      </SourceNote>
      {incident && <IncidentView incident={incident} />}
      {panel.emergency.call_url && <CallLink url={panel.emergency.call_url} />}
      {incident && (
        <Kept>
          {incident.status !== 'resolved' && <PassOn panel={panel} incident={incident} operations={operations} />}
          <Operations spot="pass_on" operations={operations} />
        </Kept>
      )}
      <Decided emergency={panel.emergency} />
      <Kept>
        <Assessment panel={panel} paging={operations.some(paging)} />
        <Operations spot="assessment" operations={operations.filter(one => !handling.switchedBy(one))} />
      </Kept>
      <MorePages emergency={panel.emergency} />
      <OthersOpen emergency={panel.emergency} />
      <Kept>
        <FindStaff />
        <Operations spot="staff" operations={operations} />
      </Kept>
      <EntitlementView entitlement={entitlement} />
      <Kept>
        <CallManager panel={panel} />
        <Operations spot="call" operations={operations} />
      </Kept>
      <Kept>
        <BackupPool panel={panel} />
        <Operations spot="pool" operations={operations} />
      </Kept>
      <Kept>
        <SpecialHandlingChoices choices={panel.emergency.special_handling} onSwitched={handling.add} />
        <Operations spot="assessment" operations={operations.filter(handling.switchedBy)} what={t('notices.title')} />
      </Kept>
      <Kept>
        {incident && <Escalation questions={panel.emergency.escalation} />}
        <Operations spot="escalation" operations={operations} />
      </Kept>
      <CardLinks links={panel.links} card="emergency" />
    </>
  );
}

/** The operations by which special handling was switched from here: others of their kind are about the checklist. */
function useSwitched() {
  const [kept, keep] = useKept('handling.switched');
  const known = kept?.split(' ') ?? [];
  return {
    switchedBy: ({ id }: Operation): boolean => known.includes(id),
    add: ({ id }: Operation): void => keep([...known, id].join(' ')),
  };
}

/** A page is on its way or in doubt: offering another would invite a second one. */
const paging = (operation: Operation): boolean => operation.kind === 'trigger_emergency' && inMotion(operation);

/** The checklist and the page that may follow; once somebody is paged, the checklist steps back for good. */
function Assessment({ panel, paging }: { panel: Panel; paging: boolean }) {
  const { entitlement, questions, decision } = panel.emergency;
  const checklist = useAssessment(questions, entitlement.answer === 'no', decision);
  const [asking, setAsking] = useState(false);
  // Nobody takes an open confirmation away, nor what it has said: not even a page that somebody else has made.
  const { incident, despite, paged } = useFrozen({ ...panel.emergency, paged: paging }, asking);
  const page = !paged && <TriggerPage panel={panel} checklist={checklist} asking={asking} onAsking={setAsking} />;
  const running = incident !== null && incident.status !== 'resolved';
  const folded = useRef(false);
  folded.current ||= running;
  if (folded.current) {
    return (
      <>
        <Disclosure id="checklist" label={t('checklist.title')}>
          <Judged panel={panel} checklist={checklist} page={running ? null : page} />
        </Disclosure>
        {running && despite && page}
      </>
    );
  }
  return <Judged panel={panel} checklist={checklist} page={page} />;
}

interface JudgedProps {
  panel: Panel;
  checklist: Checklist;
  page: ComponentChildren;
}

/** The strict definition, its verdict and the page; below them all that comes and goes with the answers. */
function Judged({ panel, checklist, page }: JudgedProps) {
  const { entitlement, questions, matrix } = panel.emergency;
  const { assessment } = checklist;
  const { qualification, holds, reply } = assessment ?? {};
  // Not entitled: there is nothing to qualify. And nobody is asked whose answers are not kept.
  const asked = useCan()('record_assessment') && entitlement.answer !== 'no';
  return (
    <>
      {asked && <StrictQuestions questions={questions} matrix={matrix} checklist={checklist} />}
      {(asked || holds?.verdict != null) && (
        <VerdictView
          qualification={qualification ?? null}
          decision={holds?.decision ?? null}
          titles={panel.emergency.verdict_titles}
          failure={checklist.failure}
        />
      )}
      {page}
      {checklist.coming && <div class="coming" hidden />}
      {asked && <OtherQuestions questions={questions} matrix={matrix} checklist={checklist} />}
      {assessment && <VerdictMore assessment={assessment} questions={questions} macros={panel.macros} />}
      {holds?.downgrade && <WhichContinues draft={checklist.continues} found={assessment?.continues ?? null} />}
      {reply && <InsertText what={t('verdict.reply')} text={reply} />}
      <RecordAssessment checklist={checklist} titles={panel.emergency.verdict_titles} />
    </>
  );
}
