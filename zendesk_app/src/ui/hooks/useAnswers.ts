import { useMemo } from 'preact/hooks';
import type { Answers } from '../../api/types';
import { useKept } from './useKept';

interface GivenAnswers {
  answers: Answers;
  choose: (key: string, value: string) => void;
  clear: () => void;
}

/** Answers to a list of questions; they survive what a draft survives. */
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
