import type { Level } from '../api/types';
import { useNow } from './hooks/useNow';
import { exact, left } from '../words/time';
import { Icon } from './Icon';
import './Deadline.css';

interface CountdownProps {
  at: string;
  level: Level;
  now: number;
}

/** Time left at `now` until a deadline, or past it. The server decides the colour: the thresholds are its own. */
export function Countdown({ at, level, now }: CountdownProps) {
  return (
    <span class={`deadline level-${level}`}>
      <Icon name={level === 'calm' ? 'clock' : 'alert'} />
      <time dateTime={at} title={exact(at)}>
        {left(at, now)}
      </time>
    </span>
  );
}

/** A countdown that ticks by itself; a table has one clock for all of its rows instead. */
export function Deadline(props: Omit<CountdownProps, 'now'>) {
  return <Countdown {...props} now={useNow()} />;
}
