import type { Entitlement } from '../../api/types';
import { Tag, type Tone } from '../../ui/Tag';
import { t } from '../../words/words';

const TONES: Record<Entitlement['answer'], Tone> = {
  yes: 'good',
  likely: 'neutral',
  out_of_hours: 'amber',
  unknown: 'neutral',
  no: 'amber',
};

/** May this customer use emergency support, in a word. */
export function EntitlementTag({ entitlement }: { entitlement: Entitlement }) {
  return <Tag tone={TONES[entitlement.answer]}>{t(`entitlement.${entitlement.answer}`)}</Tag>;
}
