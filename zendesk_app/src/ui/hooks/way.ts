/** The way from the status to the control that comes next: open its card, open its form, move the focus there. */
import { createContext } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';

export interface Place {
  card: string;
  spot: string;
}

interface Way {
  wanted: Place | null;
  go: (place: Place | null) => void;
}

export const WayContext = createContext<Way>({ wanted: null, go: () => undefined });

export const useWay = (): Way => useContext(WayContext);

/** Call `arrive` when somebody is led to one of these spots; also when it is drawn only after that. */
export function useArrival(spots: readonly string[], arrive: (spot: string) => void): void {
  const { wanted, go } = useWay();
  const spot = spots.find(one => one === wanted?.spot);
  const latest = useRef(arrive);
  latest.current = arrive;
  useEffect(() => {
    if (spot === undefined) return;
    go(null);
    latest.current(spot);
  }, [spot, go]);
}

/** Closes the disclosure around a form, once the form was sent. */
export const ShutContext = createContext<(() => void) | undefined>(undefined);

/**
 * Move the focus to the first field in there that waits for words, else the first; once what was opened is drawn.
 * Whoever was quicker, and types there already, is left alone.
 */
export function focusIn(area: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => {
    const place = area();
    if (place?.contains(document.activeElement)) return;
    firstOf(place?.querySelectorAll<Control>('textarea, select, input:not([type="radio"])'))?.focus();
  });
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function firstOf(controls: ArrayLike<Control> = []): Control | undefined {
  const all = Array.from(controls);
  return all.find(one => one.value === '' && one.getAttribute('aria-required') === 'true') ?? all[0];
}
