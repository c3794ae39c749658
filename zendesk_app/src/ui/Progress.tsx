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
      {outcome === 'partly' && <p class="small">{t('operation.what_to_do')}</p>}
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
        {operation.steps.map(step => (
          <StepLine key={step.name} step={step} />
        ))}
      </ol>
    </>
  );
}

/** What happened, step by step where not all is done yet, or not all will be. */
export function said({ outcome, steps }: Operation, what: string): string {
  const [first, ...others] = steps;
  if (first?.state !== 'done' || (outcome !== 'partly' && outcome !== 'running')) {
    return t(`operation.${outcome === 'partly' ? 'failed' : outcome}`, { what });
  }
  // What comes next is nothing to tell of, as long as it was not tried in vain.
  const left = others.filter(step => step.state === 'failed' || tried(step));
  return [worded('step_done', first.name) ?? `${stepName(first.name)}.`, ...left.map(notDone)].join(' ');
}

/** Tried, and not done: there is something to say of it. */
const tried = ({ state, detail }: Step): boolean => state !== 'done' && detail !== null;

function notDone({ name, state }: Step): string {
  if (state !== 'failed') return t('operation.step_tried', { step: stepName(name) });
  return worded('step_not', name) ?? t('operation.step_failed', { step: stepName(name) });
}

/** The words of a group for a step, if it has any. */
function worded(group: 'step_done' | 'step_not' | 'step_name', name: string): string | null {
  const key = `${group}.${name}`;
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
const stepName = (name: string): string => worded('step_name', name) ?? name.replaceAll('_', ' ');
