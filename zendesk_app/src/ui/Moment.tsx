import { useNow } from './hooks/useNow';
import { ago, exact, moment } from '../words/time';

/** A point in time: said briefly, exact with its zone on hover. */
export function Moment({ at, as = 'ago' }: { at: string; as?: 'ago' | 'moment' }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exact(at)}>
      {as === 'ago' ? ago(at, now) : moment(at, now)}
    </time>
  );
}
