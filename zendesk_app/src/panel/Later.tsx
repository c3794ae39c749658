import type { ComponentChildren } from 'preact';
import { ApiFailure } from '../api/errors';
import { Failure } from '../ui/Failure';
import { t } from '../words/words';
import { type Deferred, useDeferred } from './hooks/useDeferred';
import './Later.css';

/**
 * The inside of a card, which comes after the first paint.
 *
 * Until it is here the stylesheet hides what stands below the card, so nothing that can be seen moves when it comes.
 */
export function Later({ draw }: { draw: (deferred: Deferred) => ComponentChildren }) {
  const { part: deferred, failed, again } = useDeferred();
  if (deferred) return <>{draw(deferred)}</>;
  if (failed) return <Failure failure={new ApiFailure('offline', '')} onRetry={again} />;
  return <p class="subtle coming">{t('loading')}</p>;
}
