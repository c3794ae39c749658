import { useEffect, useState } from 'preact/hooks';
import { now } from '../../api/clock';

const TICK_MS = 10_000;

/** The server's time, renewed every 10 s: nothing shown is finer than a minute. */
export function useNow(): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  // Never older than the data of this render.
  return Math.max(time, now());
}
