import { useEffect } from 'preact/hooks';
import type { Host } from '../../host/host';

/** Room for focus rings at the lower edge. */
const MARGIN_PX = 4;

/** Keep the iframe as high as its content, an open dialog included. */
export function useAutosize(host: Host, root: HTMLElement): void {
  useEffect(() => {
    let last = 0;
    const measure = (): void => {
      const dialog = root.querySelector('dialog[open]');
      const bottom = dialog ? dialog.getBoundingClientRect().bottom + window.scrollY : 0;
      // Not the document's height: it is never less than the iframe's, so the panel could never shrink.
      const height = Math.ceil(Math.max(root.getBoundingClientRect().height, bottom)) + MARGIN_PX;
      if (height === last) return;
      last = height;
      host.resize(height);
    };
    const sizes = new ResizeObserver(measure);
    const dialogs = new MutationObserver(measure);
    sizes.observe(root);
    dialogs.observe(root, { subtree: true, attributeFilter: ['open'] });
    return () => {
      sizes.disconnect();
      dialogs.disconnect();
    };
  }, [host, root]);
}
