import { useEffect, useState } from 'preact/hooks';

/** Count as typing for 8 s after the last keystroke. */
const PAUSE_MS = 8_000;

/** Tell whether somebody is typing in the panel; it ends early when `sent` changes. */
export function useTyping(sent: unknown): boolean {
  const [typing, setTyping] = useState(false);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const stop = (): void => setTyping(false);
    const begin = ({ target }: Event): void => {
      if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) || target.type === 'radio')
        return;
      setTyping(true);
      clearTimeout(timer);
      timer = setTimeout(stop, PAUSE_MS);
    };
    document.addEventListener('input', begin);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('input', begin);
    };
  }, []);

  useEffect(() => setTyping(false), [sent]);
  return typing;
}
