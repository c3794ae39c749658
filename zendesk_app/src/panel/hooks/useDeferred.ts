import { useEffect, useState } from 'preact/hooks';

export type Deferred = typeof import('../deferred');

let deferred: Deferred | null = null;
let fetching: Promise<Deferred> | null = null;

/** Fetch what the first paint does not wait for, once; a failed fetch is repeated by the next who asks. */
export function fetchDeferred(): Promise<Deferred> {
  fetching ??= import('../deferred').then(
    found => (deferred = found),
    (error: unknown) => {
      fetching = null;
      throw error;
    },
  );
  return fetching;
}

interface Fetched {
  deferred: Deferred | null;
  failed: boolean;
  again: () => void;
}

/** The deferred parts: at once when they are here already, null until then. */
export function useDeferred(): Fetched {
  const [, setHere] = useState(deferred !== null);
  const [failed, setFailed] = useState(false);

  function again(): void {
    setFailed(false);
    fetchDeferred().then(
      () => setHere(true),
      () => setFailed(true),
    );
  }

  // Also when they came between the first render and this effect: else nothing would draw them.
  useEffect(again, []);

  return { deferred, failed, again };
}
