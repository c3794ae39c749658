import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiFailure } from '../../api/errors';

interface AnswerState<T> {
  /** The latest answer; it stays until the next one is there. */
  data: T | null;
  failure: ApiFailure | null;
  /** The question that `data` answers. */
  answered: string | null;
}

const DEBOUNCE_MS = 150;

/** Ask the server while somebody types: `wait` ms after the last change of `question`, and not while it is null. */
export function useAnswer<T>(
  question: string | null,
  ask: (signal: AbortSignal) => Promise<T>,
  wait = DEBOUNCE_MS,
): AnswerState<T> {
  const [state, setState] = useState<AnswerState<T>>({ data: null, failure: null, answered: null });
  // Callers pass a new function at each render: it is called, but only another question asks again.
  const latest = useRef(ask);
  latest.current = ask;

  useEffect(() => {
    if (question === null) return;
    const control = new AbortController();
    const { signal } = control;
    const timer = setTimeout(() => void run(), wait);
    return () => {
      clearTimeout(timer);
      control.abort();
    };

    async function run(): Promise<void> {
      try {
        const data = await latest.current(signal);
        if (!signal.aborted) setState({ data, failure: null, answered: question });
      } catch (error) {
        if (signal.aborted) return;
        const failure = error instanceof ApiFailure ? error : new ApiFailure('offline', '');
        setState(before => ({ ...before, failure }));
      }
    }
  }, [question, wait]);

  return state;
}
