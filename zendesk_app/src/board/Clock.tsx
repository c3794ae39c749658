import type { Level } from '../api/types';
import { exact, left } from '../words/time';
import { Icon } from '../ui/Icon';

/** Time left until a deadline, or past it; the board ticks once for all of its rows. */
export function Clock({ at, level, now }: { at: string; level: Level; now: number }) {
  return (
    <span class={`deadline level-${level}`}>
      <Icon name={level === 'calm' ? 'clock' : 'alert'} />
      <time dateTime={at} title={exact(at)}>
        {left(at, now)}
      </time>
    </span>
  );
}
