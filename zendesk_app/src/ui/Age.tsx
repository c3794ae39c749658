import { useNow } from './hooks/useNow';
import { exact, fresh } from '../words/time';

/** How old something is, in seconds while it is that young. */
export function Age({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exact(at)}>
      {fresh(at, now)}
    </time>
  );
}
