import { useEffect } from 'preact/hooks';
import type { Poll } from '../../api/poll';
import { onWake } from '../../api/wake';
import type { Host } from '../../host/host';

/** Poll while somebody can see it. */
export function useWatch(poll: Poll, host: Host): void {
  useEffect(() => {
    let active = true;
    const look = (): void => poll.watch(active && document.visibilityState === 'visible');
    const back = (): void => {
      if (active && document.visibilityState === 'visible') poll.refresh();
    };
    const activate = (now: boolean) => (): void => {
      active = now;
      look();
    };
    const leave = [
      host.on('app.activated', activate(true)),
      host.on('app.deactivated', activate(false)),
      host.on('app.willDestroy', poll.stop),
      onWake(back),
    ];
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', back);
    poll.refresh();
    return () => {
      leave.forEach(off => off());
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', back);
      poll.stop();
    };
  }, [poll, host]);
}
