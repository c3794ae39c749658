import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * Move the focus to `refuge` when the focused element in `area` is removed.
 *
 * A form closes once it has been sent: the browser would then start again at the top of the page. The refuge is
 * near, e.g. the heading of the same card.
 */
export function useFocusRescue(area: RefObject<HTMLElement | null>, refuge: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    let inside = false;
    const enter = (): void => void (inside = true);
    // Some browsers send `focusout` for an element just before they remove it: look once it is gone.
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
