import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ApiFailure } from '../../api/errors';
import { keep, recall } from '../../api/keep';
import type { Answers, Assessment, Question } from '../../api/types';
import { useDesk } from '../../hooks/desk';

const DEBOUNCE_MS = 150;

export const UNKNOWN = 'unknown';

export interface Checklist {
  /** The answer of each question; not answered is `unknown`. */
  answers: Answers;
  choose: (key: string, value: string) => void;
  /** True once there is anything to judge by. */
  answered: boolean;
  assessment: Assessment | null;
  failure: ApiFailure | null;
}

/** The answers of the checklist and the server's verdict on them. The rules live on the server. */
export function useAssessment(questions: readonly Question[]): Checklist {
  const { api, ticket } = useDesk();
  const place = `answers:${ticket}`;
  const [chosen, setChosen] = useState<Answers>(() => parse(recall(place)));
  const [assessment, setAssessment] = useState<Assessment | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const answers = useMemo(() => complete(questions, chosen), [questions, chosen]);
  const answered = Object.values(answers).some(value => value !== UNKNOWN);
  // Polling brings new objects with the same answers; only a changed answer asks again.
  const asked = JSON.stringify(answers);
  const first = useRef(true);

  useEffect(() => {
    if (!answered && first.current) return;
    first.current = false;
    const control = new AbortController();
    const timer = setTimeout(() => void ask(control.signal), DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [asked, ticket]);

  async function ask(signal: AbortSignal): Promise<void> {
    try {
      const result = await api.assess(ticket, answers, signal);
      if (signal.aborted) return;
      setAssessment(result);
      setFailure(null);
    } catch (error) {
      if (signal.aborted) return;
      setFailure(error instanceof ApiFailure ? error : new ApiFailure('offline', ''));
    }
  }

  function choose(key: string, value: string): void {
    const next = { ...chosen, [key]: value };
    keep(place, JSON.stringify(next));
    setChosen(next);
  }

  return { answers, choose, answered, assessment, failure };
}

function complete(questions: readonly Question[], chosen: Answers): Answers {
  return Object.fromEntries(questions.map(({ key, prefill }) => [key, chosen[key] ?? prefill?.value ?? UNKNOWN]));
}

function parse(text: string | null): Answers {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Answers) : {};
  } catch {
    return {};
  }
}
