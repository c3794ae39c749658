import type { Operation, Panel } from '../../api/types';
import { Card } from '../../ui/Card';
import { ManualWay } from '../../ui/ManualWay';
import { SourceNote } from '../../ui/SourceNote';
import { t } from '../../words/words';
import { Later } from '../Later';
import { Operations } from '../Operations';
import { EntitlementTag } from './EntitlementView';
import { IncidentTag, IncidentView } from './IncidentView';

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
      <Later draw={({ EmergencyWork }) => <EmergencyWork panel={panel} operations={operations} />} />
    </Card>
  );
}
