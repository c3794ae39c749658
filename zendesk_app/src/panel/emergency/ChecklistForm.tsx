import { useRef } from 'preact/hooks';
import type { Emergency, Question, Verdict } from '../../api/types';
import { Disclosure } from '../../ui/Disclosure';
import { Pills } from '../../ui/Pills';
import { Select } from '../../ui/Select';
import { t } from '../../words/words';
import { type Checklist, UNKNOWN } from './useAssessment';

/** Longer lists would fill the sidebar as pills. */
const MOST_PILLS = 5;
/** What is not known is no part of the rules behind these, so no further answer undoes one. */
const STANDS: readonly (Verdict | undefined)[] = ['security_emergency', 'emergency', 'exception'];

interface ChecklistFormProps {
  questions: readonly Question[];
  matrix: Emergency['matrix'];
  checklist: Checklist;
}

/** The strict definition, which is asked first. */
export function StrictQuestions({ questions, matrix, checklist }: ChecklistFormProps) {
  return (
    <div class="stack" role="group" aria-label={t('checklist.title')}>
      {questions.filter(strict).map(question => (
        <Ask key={question.key} question={question} matrix={matrix} checklist={checklist} />
      ))}
    </div>
  );
}

/** The other questions; they open by themselves once only they can decide, and those that can come first. */
export function OtherQuestions({ questions, matrix, checklist }: ChecklistFormProps) {
  const others = questions.filter(question => !strict(question) && applies(question, checklist));
  const strictDone = questions.filter(strict).every(question => checklist.answers[question.key] !== UNKNOWN);
  const deciding = ({ key }: Question): boolean => strictDone && checklist.missing.includes(key);
  // Kept as it was at first: a question that is answered stays where it is.
  const first = useRef<readonly Question['key'][]>([]);
  if (first.current.length === 0) first.current = others.filter(deciding).map(({ key }) => key);
  const rank = ({ key }: Question): number => (first.current.includes(key) ? 0 : 1);
  if (others.length === 0) return null;
  return (
    <Disclosure id="questions" label={t('checklist.more', { count: others.length })} needed={others.some(deciding)}>
      {STANDS.includes(checklist.assessment?.qualification?.verdict) && (
        <p class="small subtle">{t('checklist.stands')}</p>
      )}
      {others
        .toSorted((one, other) => rank(one) - rank(other))
        .map(question => (
          <Ask key={question.key} question={question} matrix={matrix} checklist={checklist} />
        ))}
    </Disclosure>
  );
}

const strict = ({ group }: Question): boolean => group === 'strict';

/** Whether a symptom is severe can only be asked once there is one. */
function applies(question: Question, { answers }: Checklist): boolean {
  return question.key !== 'symptom_severe' || ![undefined, UNKNOWN, 'other'].includes(answers.symptom);
}

interface AskProps {
  question: Question;
  matrix: Emergency['matrix'];
  checklist: Checklist;
}

function Ask({ question, matrix, checklist }: AskProps) {
  const { key, text, prefill } = question;
  const unknown = { value: UNKNOWN, label: t('answer.unknown') };
  const options = [...question.values.filter(({ value }) => value !== UNKNOWN), unknown];
  const value = checklist.answers[key] ?? UNKNOWN;
  // Of an answer that was given here one need not be told where it comes from.
  const read = prefill !== null && value !== UNKNOWN && !(key in checklist.chosen);
  const source = read ? t('checklist.from', { source: prefill.source }) : null;
  const columns = key === 'symptom' ? matrix.find(row => row.key === value) : undefined;
  const row = columns ? t('checklist.columns', { yes: columns.emergency_if, no: columns.not_if }) : null;
  const hint = [question.help, row, source].filter(part => part !== null).join(' · ') || null;
  const common = { hint, options, value, name: key, onChange: (next: string) => checklist.choose(key, next) };
  return options.length > MOST_PILLS ? (
    <Select label={text} {...common} />
  ) : (
    <Pills legend={text} blank={UNKNOWN} {...common} />
  );
}
