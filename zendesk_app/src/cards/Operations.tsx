import { useState } from 'preact/hooks';
import { now } from '../api/clock';
import { inMotion } from '../api/motion';
import type { Operation, Step } from '../api/types';
import { Icon, type IconName } from '../ui/Icon';
import { Link } from '../ui/Link';
import { Moment } from '../ui/Moment';
import { t } from '../words/words';
import { type Area, areaOf, kindName } from './kinds';
import { ManualWay } from './ManualWay';

/** An ended operation stays in sight this long; what it did shows in the card itself. */
const RECENT_MS = 10 * 60_000;

const STATE_ICONS: Record<Operation['state'], IconName> = {
  running: 'clock',
  done: 'check',
  failed: 'error',
  unknown: 'question',
};

/** What people did here a moment ago, and how far it is. */
export function Operations({ area, operations }: { area: Area; operations: readonly Operation[] }) {
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const shown = operations.filter(
    operation =>
      areaOf(operation.kind) === area &&
      (inMotion(operation) ||
        (!dismissed.includes(operation.id) && now() - Date.parse(operation.created_at) < RECENT_MS)),
  );
  return (
    <>
      {shown.map(operation => (
        <Progress
          key={operation.id}
          operation={operation}
          what={kindName(operation.kind)}
          onDismiss={() => setDismissed(ids => [...ids, operation.id])}
        />
      ))}
    </>
  );
}

interface ProgressProps {
  operation: Operation;
  /** What people call this kind of operation. */
  what: string;
  onDismiss: () => void;
}

/** One operation: its steps, and the way by hand while it is not confirmed. */
export function Progress({ operation, what, onDismiss }: ProgressProps) {
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
      {operation.manual.length > 0 && <ManualWay steps={operation.manual} />}
    </section>
  );
}

function StepLine({ step }: { step: Step }) {
  const words = step.detail ?? stepName(step.name);
  return (
    <li class={`step step-${step.state}`}>
      <span class="unseen">{t(`step.${step.state}`)} </span>
      {step.url ? <Link href={step.url}>{words}</Link> : words}
    </li>
  );
}

const STEP_NAMES = ['page', 'note', 'tag', 'issue', 'once', 'link', 'macro', 'reassign', 'incident_note'] as const;

/** A step that has not begun has no sentence of its own yet; a name that we do not know is shown as it is. */
function stepName(name: string): string {
  const known = STEP_NAMES.find(one => one === name);
  return known ? t(`step_name.${known}`) : name.replaceAll('_', ' ');
}
