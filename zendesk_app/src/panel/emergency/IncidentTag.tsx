import type { Incident } from '../../api/types';
import { Tag, type Tone } from '../../ui/Tag';
import { t } from '../../words/words';

const TONES: Record<Incident['status'], Tone> = { triggered: 'red', acknowledged: 'amber', resolved: 'good' };

/** How far a page is, in a word. */
export function IncidentTag({ status }: { status: Incident['status'] }) {
  return <Tag tone={TONES[status]}>{t(`incident.${status}`)}</Tag>;
}
