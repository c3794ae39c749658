import type { Operation, Panel } from '../../api/types';
import { Card } from '../../ui/Card';
import { t } from '../../words/words';
import { Later } from '../Later';
import { EntitlementTag } from './EntitlementTag';
import { IncidentTag } from './IncidentTag';

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
      <Later draw={({ EmergencyWork }) => <EmergencyWork panel={panel} operations={operations} />} />
    </Card>
  );
}
