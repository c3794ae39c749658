import type { ComponentChildren } from 'preact';
import { ApiFailure } from '../api/errors';
import { fetched } from '../ui/hooks/fetched';
import { Failure } from '../ui/Failure';
import { t } from '../words/words';

type Deferred = typeof import('./deferred');

const { usePart } = fetched(() => import('./deferred'));

/** A form that is fetched when somebody opens it. */
export function Behind({ draw }: { draw: (part: Deferred) => ComponentChildren }) {
  const { part, failed, again } = usePart();
  if (part) return <>{draw(part)}</>;
  if (failed) return <Failure failure={new ApiFailure('offline', '')} onRetry={again} />;
  return <p class="subtle">{t('loading')}</p>;
}
