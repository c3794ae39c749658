import { ApiFailure } from '../api/errors';
import type { PagePlan } from '../api/types';
import { fetched } from '../ui/hooks/fetched';
import { Failure } from '../ui/Failure';
import { t } from '../words/words';

const { usePart } = fetched(() => import('./deferred'));

interface PoolProps {
  plan: PagePlan;
  subject: string | undefined;
}

/** The form that pages the backup pool. */
export function Pool(props: PoolProps) {
  const { part, failed, again } = usePart();
  if (part) return <part.PoolForm {...props} offered />;
  if (failed) return <Failure failure={new ApiFailure('offline', '')} onRetry={again} />;
  return <p class="subtle">{t('loading')}</p>;
}
