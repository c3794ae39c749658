import type { Level } from '../api/types';
import { useNow } from './hooks/useNow';
import { exact, left } from '../words/time';
import { Icon } from './Icon';

/** Time left until a deadline, or past it. The server decides the colour: the thresholds are its own. */
export function Deadline({ at, level }: { at: string; level: Level }) {
  return (
    <span class={`deadline level-${level}`}>
      <Icon name={level === 'calm' ? 'clock' : 'alert'} />
      <time dateTime={at} title={exact(at)}>
        {left(at, useNow())}
      </time>
    </span>
  );
}
