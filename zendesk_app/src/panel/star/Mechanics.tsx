import type { Mechanic, StarIssue } from '../../api/types';
import { Button } from '../../ui/Button';
import { Disclosure } from '../../ui/Disclosure';
import { Link } from '../../ui/Link';
import { t } from '../../words/words';
import '../../ui/Steps.css';

type Act = Partial<Record<string, { label: string; run: () => void }>>;

interface MechanicsProps {
  issue: StarIssue;
  acts: Act;
  /** Says that a step is done, or not done after all, which only a person can tell. */
  tick: (step: string, done: boolean) => void;
  /** What goes with a STAR in Slack. */
  reminders: readonly string[];
}

/** The first step that is still open. */
export const nextStep = (issue: StarIssue): string | undefined => issue.mechanics.find(step => !step.done)?.id;

/** A manager's way through a STAR: which steps are done, and the click that does the next. Slack stays by hand. */
export function Mechanics({ issue, acts, tick, reminders }: MechanicsProps) {
  const done = issue.mechanics.filter(step => step.done).length;
  const next = nextStep(issue);
  return (
    <Disclosure id={`steps.${issue.iid}`} label={t('mechanics.title', { done, of: issue.mechanics.length })} needed>
      <ol class="steps">
        {issue.mechanics.map(step => {
          const act = step.id === next ? acts[step.id] : undefined;
          return (
            <li key={step.id} class={`step step-${step.done ? 'done' : step.id === next ? 'running' : 'waiting'}`}>
              <span class="unseen">{t(step.done ? 'mechanics.done' : 'mechanics.open')} </span>
              {step.text}
              {step.slack && <Slack words={step.slack} thread={issue.thread} />}
              {(act ?? step.by_person) && (
                <div class="row row-tight">
                  {act && (
                    <Button onClick={act.run} label={`${act.label}: ${step.text}`}>
                      {act.label}
                    </Button>
                  )}
                  {step.by_person && <Tick step={step} tick={tick} />}
                </div>
              )}
            </li>
          );
        })}
      </ol>
      <Disclosure id={`reminders.${issue.iid}`} label={t('mechanics.reminders')}>
        {reminders.map(words => (
          <p key={words} class="small subtle">
            {words}
          </p>
        ))}
      </Disclosure>
    </Disclosure>
  );
}

function Tick({ step, tick }: { step: Mechanic; tick: MechanicsProps['tick'] }) {
  const label = t(step.done ? 'mechanics.untick' : 'mechanics.tick');
  return (
    <Button look="basic" onClick={() => tick(step.id, !step.done)} label={`${label}: ${step.text}`}>
      {label}
    </Button>
  );
}

function Slack({ words, thread }: { words: string; thread: string | null }) {
  return (
    <span class="block subtle">
      {t('mechanics.slack', { words })} {thread && <Link href={thread}>{t('mechanics.thread')}</Link>}
    </span>
  );
}
