import { useRef } from 'preact/hooks';
import type { ApiFailure, FailureCode } from '../api/errors';
import { Failure } from './Failure';
import { t } from '../words/words';
import './Outage.css';

/** Asking again will not help: the words say what does. */
const FINAL: readonly FailureCode[] = ['unauthenticated', 'forbidden', 'not_found'];

interface OutageProps {
  failure: ApiFailure;
  /** True when there is older data to go on with. */
  known: boolean;
  onRetry: () => void;
}

/** The panel itself could not be read. What is known stays, hardly moved; otherwise the manual way. */
export function Outage({ failure, known, onRetry }: OutageProps) {
  const first = useRef(failure);
  // The same failure again is not news: its words stay as they are and are not read aloud again.
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
