import { useState } from 'preact/hooks';
import { forget, keep, recall } from '../api/keep';
import { useDesk } from './desk';

export interface Draft {
  text: string;
  set: (text: string) => void;
  /** Forget what was typed, once it has been sent. */
  clear: () => void;
}

/** A text that somebody types; it survives polling, a closed card, a failed request and a reload. */
export function useDraft(name: string, initial = ''): Draft {
  const place = `draft:${useDesk().ticket}:${name}`;
  const [typed, setTyped] = useState(() => recall(place));

  return {
    text: typed ?? initial,
    set(text) {
      keep(place, text);
      setTyped(text);
    },
    clear() {
      forget(place);
      setTyped(null);
    },
  };
}
