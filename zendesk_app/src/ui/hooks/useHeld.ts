import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** What changes this soon after somebody pressed something is the answer to it; browsers count so up to 500 ms. */
const ANSWER_MS = 450;

/** Happens when the server has taken what a form asked for. */
export const TAKEN = 'taken';

/**
 * Keep the height of an area when what is in it goes by itself, so that nothing below comes up under the pointer.
 *
 * The next press gives the room back: whoever presses expects that something changes. That a form was taken does not:
 * it leaves its room to what comes of it, one thing after the other.
 */
export function useHeld(area: RefObject<HTMLElement | null>): void {
  const pressed = useRef(0);
  const height = useRef(0);

  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    const press = (event: Event): void => {
      // Letters are typed while one reads: they move nothing.
      if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return;
      if (event instanceof KeyboardEvent && event.target instanceof HTMLTextAreaElement) return;
      pressed.current = performance.now();
      element.style.minHeight = '';
    };
    const sizes = new ResizeObserver(() => {
      height.current = element.offsetHeight;
    });
    // After each drawing, and before it is seen: whatever drew it, here or further in, may have taken something away.
    const drawings = new MutationObserver(() => {
      if (element.hidden || performance.now() - pressed.current < ANSWER_MS) return;
      const before = height.current;
      element.style.minHeight = '';
      if (element.offsetHeight < before) element.style.minHeight = `${before}px`;
    });
    sizes.observe(element);
    drawings.observe(element, { childList: true, subtree: true });
    const taken = (): void => void (pressed.current = 0);
    document.addEventListener(TAKEN, taken);
    document.addEventListener('click', press);
    document.addEventListener('keydown', press);
    return () => {
      sizes.disconnect();
      drawings.disconnect();
      document.removeEventListener(TAKEN, taken);
      document.removeEventListener('click', press);
      document.removeEventListener('keydown', press);
    };
  }, [area]);
}
