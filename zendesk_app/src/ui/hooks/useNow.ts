import { useEffect, useState } from 'preact/hooks';
import { now } from '../../api/clock';

const TICK_MS = 10_000;

/** The server's time, ticking; minutes are the finest thing shown. */
export function useNow(): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  // A render for another reason must not show an older time than its data.
  return Math.max(time, now());
}
