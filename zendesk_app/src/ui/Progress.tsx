import type { ComponentChildren } from 'preact';
import { inMotion } from '../api/motion';
import type { Operation, Step } from '../api/types';
import { t } from '../words/words';
import { Icon, type IconName } from './Icon';
import { Link } from './Link';
import { ManualWay } from './ManualWay';
import { Moment } from './Moment';
import './Steps.css';
import './Progress.css';

const STATE_ICONS: Record<Operation['state'], IconName> = {
  running: 'clock',
  done: 'check',
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

/** One operation: its state, its steps, and how to do it by hand if it is not confirmed. */
export function Progress({ operation, what, onDismiss, children }: ProgressProps) {
  const { state } = operation;
  return (
    <section class={`progress progress-${state}`} aria-label={t('operation.label', { what })}>
      <div class="progress-head">
        <Icon name={STATE_ICONS[state]} />
        <p class="strong grow">{t(`operation.${state}`, { what })}</p>
        {!inMotion(operation) && (
          <button type="button" class="dismiss" aria-label={t('operation.dismiss', { what })} onClick={onDismiss}>
            ×
          </button>
        )}
      </div>
      <p class="small subtle">
        <bdi>{operation.actor}</bdi> · <Moment at={operation.created_at} />
      </p>
      <ol class="steps">
        {operation.steps.map(step => (
          <StepLine key={step.name} step={step} />
        ))}
      </ol>
      {state === 'failed' && <p class="small">{t('operation.what_to_do')}</p>}
      {state === 'unknown' && <p class="small">{t('operation.looked_up')}</p>}
      {children}
      {operation.manual.length > 0 && <ManualWay steps={operation.manual} />}
    </section>
  );
}

function StepLine({ step }: { step: Step }) {
  // The detail of a failed step is only a reason, so the step is named; that of a done step is a sentence.
  const named = step.state === 'failed' || step.state === 'unknown';
  const words = [named || step.detail === null ? stepName(step.name) : null, step.detail].filter(Boolean).join(': ');
  return (
    <li class={`step step-${step.state}`}>
      <span class="unseen">{t(`step.${step.state}`)} </span>
      {step.url ? <Link href={step.url}>{words}</Link> : words}
    </li>
  );
}

const STEP_NAMES = [
  'page',
  'note',
  'tag',
  'issue',
  'issue_note',
  'deduplicate',
  'link',
  'macro',
  'reassign',
  'incident_note',
  'acknowledge',
  'close',
  'assign',
] as const;

/** The words for a step's name; a name that a newer server added is shown unchanged. */
function stepName(name: string): string {
  const known = STEP_NAMES.find(one => one === name);
  return known ? t(`step_name.${known}`) : name.replaceAll('_', ' ');
}
