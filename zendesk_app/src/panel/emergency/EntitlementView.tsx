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

export function EntitlementTag({ entitlement }: { entitlement: Entitlement }) {
  return <Tag tone={TONES[entitlement.answer]}>{t(`entitlement.${entitlement.answer}`)}</Tag>;
}

/** May this customer use emergency support, and why. */
export function EntitlementView({ entitlement }: { entitlement: Entitlement }) {
  return (
    <div>
      <p>
        <span class="label">{t('entitlement.title')}</span> <EntitlementTag entitlement={entitlement} />
      </p>
      <p>{entitlement.because}</p>
    </div>
  );
}
