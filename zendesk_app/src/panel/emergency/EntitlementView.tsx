import type { Entitlement } from '../../api/types';
import { t } from '../../words/words';
import { EntitlementTag } from './EntitlementTag';

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
