import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * Keep the keyboard where it was when what had the focus goes away.
 *
 * A form closes once it has been sent, a button gives way to what it did: the browser then drops the focus
 * to the page's beginning. It goes to `refuge` instead, e.g. the heading of the same card.
 */
export function useFocusRescue(area: RefObject<HTMLElement | null>, refuge: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    let inside = false;
    const enter = (): void => void (inside = true);
    // Some browsers say that a removed element has lost the focus, while it is still there: look a moment later.
    const leave = ({ target }: FocusEvent): void =>
      queueMicrotask(() => {
        if (target instanceof Node && target.isConnected) inside = element.contains(document.activeElement);
      });
    const changes = new MutationObserver(() => {
      if (inside && document.activeElement === document.body) refuge.current?.focus();
    });
    element.addEventListener('focusin', enter);
    element.addEventListener('focusout', leave);
    changes.observe(element, { childList: true, subtree: true });
    return () => {
      element.removeEventListener('focusin', enter);
      element.removeEventListener('focusout', leave);
      changes.disconnect();
    };
  }, [area, refuge]);
}
