import { useEffect, useState } from 'preact/hooks';

export type Forms = typeof import('../forms');

let forms: Forms | null = null;
let fetching: Promise<Forms> | null = null;

/** Fetch the forms, once; what failed is fetched again by the next who asks. */
export function fetchForms(): Promise<Forms> {
  fetching ??= import('../forms').then(
    found => (forms = found),
    (error: unknown) => {
      fetching = null;
      throw error;
    },
  );
  return fetching;
}

interface Fetched {
  forms: Forms | null;
  failed: boolean;
  again: () => void;
}

/** The forms, at once when they are here already. */
export function useForms(): Fetched {
  const [, setHere] = useState(forms !== null);
  const [failed, setFailed] = useState(false);

  function again(): void {
    setFailed(false);
    fetchForms().then(
      () => setHere(true),
      () => setFailed(true),
    );
  }

  useEffect(() => {
    if (forms === null) again();
  }, []);

  return { forms, failed, again };
}
