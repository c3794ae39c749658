import type { ComponentChildren } from 'preact';
import { inMotion } from '../api/motion';
import type { Operation, Step } from '../api/types';
import { type Key, t } from '../words/words';
import { Icon, type IconName } from './Icon';
import { Link } from './Link';
import { ManualWay } from './ManualWay';
import { Moment } from './Moment';
import './Steps.css';
import './Progress.css';

const ICONS: Record<Operation['outcome'], IconName> = {
  running: 'clock',
  done: 'check',
  partly: 'error',
  failed: 'error',
  unknown: 'question',
};

interface ProgressProps {
  operation: Operation;
  /** What people call this kind of operation. */
  what: string;
  onDismiss: () => void;
  /** What can be done about it. */
  children?: ComponentChildren;
}

/** The answer to an operation: one line while all goes well; else its steps, and the way by hand if it is not confirmed. */
export function Progress({ operation, what, onDismiss, children }: ProgressProps) {
  const { state, outcome } = operation;
  const well = outcome === 'done' || (outcome === 'running' && !operation.steps.some(tried));
  return (
    // No landmark: there may be several of one kind, and nobody looks for them from afar.
    <div
      role="group"
      class={`progress progress-${outcome === 'partly' ? 'failed' : outcome}`}
      aria-label={t('operation.label', { what })}
    >
      {!inMotion(operation) && (
        <button type="button" class="dismiss" aria-label={t('operation.dismiss', { what })} onClick={onDismiss}>
          ×
        </button>
      )}
      <p class="progress-head">
        <Icon name={ICONS[outcome]} />
        <span class={well ? 'grow' : 'strong grow'}>{said(operation, what)}</span>
      </p>
      {!well && <Account operation={operation} />}
      {state === 'unknown' && <p class="small">{t('operation.looked_up')}</p>}
      {children}
      {operation.manual.length > 0 && <ManualWay steps={operation.manual} />}
    </div>
  );
}

/** Who asked for it and when, and what became of each step. */
export function Account({ operation }: { operation: Operation }) {
  return (
    <>
      <p class="small subtle">
        <bdi>{operation.actor}</bdi> · <Moment at={operation.created_at} />
      </p>
      <ol class="steps">
        {told(operation).map(step => (
          <StepLine key={step.name} step={step} />
        ))}
      </ol>
    </>
  );
}

/** The steps but those that were not tried because one that they need failed: what is told of that one is enough. */
const told = ({ steps }: Operation): Step[] => steps.filter(step => !step.lacks);

/** What happened, step by step where not all is done yet, or not all will be. */
export function said(operation: Operation, what: string): string {
  const { outcome, rest_of: rest } = operation;
  const steps = told(operation);
  if (outcome !== 'partly' && (outcome === 'failed' ? !rest : outcome !== 'running' || !done(steps[0]))) {
    return t(`operation.${outcome}`, { what });
  }
  // What comes next is nothing to tell of, as long as it was not tried in vain.
  return steps
    .filter((step, at) => (done(step) ? !at || rest : step.detail !== null))
    .map(outcomeOf)
    .join(' ');
}

const done = (step: Step | undefined): boolean => step?.state === 'done';

/** Tried, and not done: there is something to say of it. */
const tried = ({ state, detail }: Step): boolean => state !== 'done' && detail !== null;

function outcomeOf({ name, state }: Step): string {
  const step = stepName(name);
  if (state === 'done') return worded('step_done.', name) ?? t('operation.step_done', { step });
  if (state === 'failed') return worded('step_not.', name) ?? t('operation.step_failed', { step });
  return t('operation.step_tried', { step });
}

/** The words of a group for a step, if it has any. */
function worded(group: 'step_done.' | 'step_not.' | 'step_name.', name: string): string | null {
  const key = group + name;
  const found = t(key as Key);
  return found === key ? null : found;
}

function StepLine({ step }: { step: Step }) {
  // The detail of a step that is not done is only a reason, so the step is named; that of a done step is a sentence.
  const words = [step.state !== 'done' || step.detail === null ? stepName(step.name) : null, step.detail]
    .filter(Boolean)
    .join(': ');
  return (
    <li class={`step step-${step.state}`}>
      <span class="unseen">{t(`step.${step.state}`)} </span>
      {step.url ? <Link href={step.url}>{words}</Link> : words}
    </li>
  );
}

/** The words for a step's name; a name that a newer server added is shown unchanged. */
const stepName = (name: string): string => worded('step_name.', name) ?? name.replaceAll('_', ' ');
