import type { Answers, LicenceQuestion, StarChecks } from '../../api/types';
import { Note } from '../../ui/Note';
import { Pills } from '../../ui/Pills';
import { Select } from '../../ui/Select';
import { t } from '../../words/words';

/** Longer lists would fill the sidebar as pills. */
const MOST_PILLS = 3;
const OPEN = '';

interface LicenceQuestionsProps {
  questions: readonly LicenceQuestion[];
  answers: Answers;
  advice: StarChecks['licence'];
  choose: (key: string, value: string) => void;
}

/** The questions about a licence case, each once the answers before it make it worth asking, and what they say. */
export function LicenceQuestions({ questions, answers, advice, choose }: LicenceQuestionsProps) {
  return (
    <>
      {applicable(questions, answers).map(({ key, text, values }) => {
        const common = { name: `licence.${key}`, value: answers[key] ?? OPEN, onChange: (v: string) => choose(key, v) };
        return values.length > MOST_PILLS ? (
          <Select
            key={key}
            label={text}
            options={[{ value: OPEN, label: t('answer.unknown') }, ...values]}
            {...common}
          />
        ) : (
          <Pills key={key} legend={text} options={values} {...common} />
        );
      })}
      {/* What refuses or warns stands among the checks. */}
      {advice?.level === 'ok' && advice.missing.length === 0 && (
        <Note tone="info">
          <p>{advice.because}</p>
        </Note>
      )}
    </>
  );
}

/** An answer to a question that is no longer asked counts no more. */
export function applicable(questions: readonly LicenceQuestion[], answers: Answers): LicenceQuestion[] {
  return questions.filter(({ asked_if }) =>
    Object.entries(asked_if).every(([key, among]) => among.includes(answers[key] ?? OPEN)),
  );
}

/** The answers to what is asked, as the server takes them. */
export function counted(questions: readonly LicenceQuestion[], answers: Answers): Answers {
  return Object.fromEntries(
    applicable(questions, answers).flatMap(({ key }) => (answers[key] ? [[key, answers[key]] as const] : [])),
  );
}
