/** Notice that the machine has slept: a timer then comes much later than it was set for. */

const TICK_MS = 5_000;
/** More than a busy machine or a background tab's slow timers explain. */
const ASLEEP_MS = 90_000;

export function onWake(listen: () => void): () => void {
  let last = Date.now();
  const timer = setInterval(() => {
    const apart = Date.now() - last;
    last += apart;
    if (apart > ASLEEP_MS) listen();
  }, TICK_MS);
  return () => clearInterval(timer);
}
