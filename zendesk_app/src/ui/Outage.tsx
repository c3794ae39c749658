import { useRef } from 'preact/hooks';
import type { ApiFailure, FailureCode } from '../api/errors';
import { Failure } from './Failure';
import { t } from '../words/words';
import './Outage.css';

/** Failures that asking again does not mend. */
const FINAL: readonly FailureCode[] = ['unauthenticated', 'forbidden', 'not_found'];

interface OutageProps {
  failure: ApiFailure;
  /** True when there is older data to go on with. */
  known: boolean;
  onRetry: () => void;
}

/** The panel could not be read: one line above older data, or a note with the manual way when there is none. */
export function Outage({ failure, known, onRetry }: OutageProps) {
  const first = useRef(failure);
  // A repeated failure keeps its first words, so that screen readers do not read them again.
  if (first.current.code !== failure.code) first.current = failure;
  const final = FINAL.includes(failure.code);
  if (known) {
    return (
      <p class="outage" role="alert">
        {final ? t(`failure.${failure.code}`) : t('outage.older')}{' '}
        {!final && (
          <button type="button" class="anchor" onClick={onRetry}>
            {t('failure.retry')}
          </button>
        )}
      </p>
    );
  }
  return (
    <div class="stack">
      <Failure failure={first.current} {...(final ? {} : { onRetry })} />
      {!final && <p class="aside">{t('outage.by_hand')}</p>}
    </div>
  );
}
