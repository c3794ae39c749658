import { useKept } from './useKept';

export interface Draft {
  text: string;
  set: (text: string) => void;
  /** Forget what was typed, once it has been sent. */
  clear: () => void;
}

/** A text that somebody types; it survives polling, a closed card, a failed request and a rebuilt iframe. */
export function useDraft(name: string, initial = ''): Draft {
  const [typed, change] = useKept(`draft.${name}`);
  return { text: typed ?? initial, set: change, clear: () => change(null) };
}
