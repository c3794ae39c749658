/** The two live regions through which screen readers hear what changed. */
import { useEffect, useState } from 'preact/hooks';

type Manner = 'polite' | 'assertive';
type Listener = (manner: Manner, text: string) => void;

const SILENCE: Record<Manner, string> = { polite: '', assertive: '' };

/** Long enough to be read out; then it is cleared, or people meet it again as they read through the page. */
const HEARD_MS = 5_000;

let listener: Listener | null = null;

/** Say `text` to screen readers: assertive interrupts, for pages only. */
export function announce(text: string, manner: Manner = 'polite'): void {
  listener?.(manner, text);
}

export function Announcer() {
  const [texts, setTexts] = useState(SILENCE);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    listener = (manner, text) => {
      setTexts(before => ({ ...before, [manner]: text }));
      clearTimeout(timer);
      timer = setTimeout(() => setTexts(SILENCE), HEARD_MS);
    };
    return () => {
      clearTimeout(timer);
      listener = null;
    };
  }, []);
  return (
    <>
      <div class="unseen" role="status" aria-live="polite">
        {texts.polite}
      </div>
      <div class="unseen" aria-live="assertive" aria-atomic="true">
        {texts.assertive}
      </div>
    </>
  );
}
