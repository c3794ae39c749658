import { useEffect, useState } from 'preact/hooks';

interface Fetched<T> {
  part: T | null;
  failed: boolean;
  again: () => void;
}

interface Part<T> {
  fetch: () => Promise<T>;
  /** The part: at once when it is here already, null until then. */
  usePart: () => Fetched<T>;
}

/** What the first paint does not wait for, fetched once; a failed fetch is repeated by the next who asks. */
export function fetched<T>(load: () => Promise<T>): Part<T> {
  let part: T | null = null;
  let fetching: Promise<T> | null = null;

  function fetch(): Promise<T> {
    fetching ??= load().then(
      found => (part = found),
      (error: unknown) => {
        fetching = null;
        throw error;
      },
    );
    return fetching;
  }

  function usePart(): Fetched<T> {
    const [, setHere] = useState(part !== null);
    const [failed, setFailed] = useState(false);

    function again(): void {
      setFailed(false);
      fetch().then(
        () => setHere(true),
        () => setFailed(true),
      );
    }

    // Also when it came between the first render and this effect: else nothing would draw it.
    useEffect(again, []);

    return { part, failed, again };
  }

  return { fetch, usePart };
}
