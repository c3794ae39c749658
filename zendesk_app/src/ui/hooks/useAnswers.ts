import { useMemo } from 'preact/hooks';
import type { Answers } from '../../api/types';
import { useKept } from './useKept';

interface GivenAnswers {
  answers: Answers;
  choose: (key: string, value: string) => void;
  clear: () => void;
}

/** Answers to a list of questions, kept as long as a draft is (see `useDraft`). */
export function useAnswers(name: string): GivenAnswers {
  const [kept, change] = useKept(`answers.${name}`);
  const answers = useMemo(() => parse(kept), [kept]);
  return {
    answers,
    choose: (key, value) => change(JSON.stringify({ ...answers, [key]: value })),
    clear: () => change(null),
  };
}

function parse(text: string | null): Answers {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Answers) : {};
  } catch {
    return {};
  }
}
