import type { ApiFailure, FailureCode } from '../api/errors';
import { t } from '../words/words';
import { Button } from './Button';
import { Link } from './Link';
import { Note, type NoteTone } from './Note';

/** Codes whose message from the server says more than we could: which rule, which field, what is down. */
const SAYS_MORE: readonly FailureCode[] = [
  'bad_request',
  'refused',
  'invalid',
  'forbidden',
  'already_open',
  'not_found',
  'unavailable',
];
const CALM: readonly FailureCode[] = ['already_open', 'rate_limited'];

interface FailureProps {
  failure: ApiFailure;
  onRetry?: () => void;
}

/** What went wrong and what to do about it; each code has words in `failure`. */
export function Failure({ failure, onRetry }: FailureProps) {
  const tone: NoteTone = CALM.includes(failure.code) ? 'warning' : 'danger';
  const url = failure.detail('url');
  return (
    <Note tone={tone} live>
      <p>{t(`failure.${failure.code}`, { seconds: Math.ceil(failure.retryAfter ?? 30) })}</p>
      {SAYS_MORE.includes(failure.code) && failure.message && <p>{failure.message}</p>}
      {url && (
        <p>
          <Link href={url}>{t('failure.show_open')}</Link>
        </p>
      )}
      {onRetry && <Button onClick={onRetry}>{t('failure.retry')}</Button>}
    </Note>
  );
}
