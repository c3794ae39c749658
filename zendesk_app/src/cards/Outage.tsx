import { useRef } from 'preact/hooks';
import type { ApiFailure } from '../api/errors';
import { Failure } from '../ui/Failure';
import { t } from '../words/words';

interface OutageProps {
  failure: ApiFailure;
  /** True when there is older data to go on with. */
  known: boolean;
  onRetry: () => void;
}

/** The panel itself could not be read. What is known stays; otherwise the manual way. */
export function Outage({ failure, known, onRetry }: OutageProps) {
  const first = useRef(failure);
  // The same failure again is not news: its words stay as they are and are not read aloud again.
  if (first.current.code !== failure.code) first.current = failure;
  const final = failure.code === 'unauthenticated' || failure.code === 'forbidden' || failure.code === 'not_found';
  return (
    <div class="stack">
      <Failure failure={first.current} {...(final ? {} : { onRetry })} />
      {known ? <p class="aside">{t('outage.older')}</p> : !final && <p class="aside">{t('outage.by_hand')}</p>}
    </div>
  );
}
