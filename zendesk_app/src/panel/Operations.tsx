import { now } from '../api/clock';
import { inMotion, inSight } from '../api/motion';
import type { Operation } from '../api/types';
import { useKept } from '../ui/hooks/useKept';
import { Progress } from '../ui/Progress';
import { useCan } from '../ui/hooks/desk';
import { t } from '../words/words';
import { Act } from './Act';
import { kindName, type Spot, spotOf } from './kinds';

/** One that failed stays until somebody has seen it, but no longer than this. */
const KEPT_MS = 24 * 60 * 60_000;

interface OperationsProps {
  spot: Spot;
  operations: readonly Operation[];
  /** What to call them, where their kind has a wider name. */
  what?: string;
}

/** What people asked for at this place a moment ago, and how far it is; the history keeps all of it. */
export function Operations({ spot, operations, what }: OperationsProps) {
  const here = operations.filter(
    one => spotOf(one.rest_of ?? one.kind) === spot && (inSight(one, now()) || waits(one)) && !one.replaced,
  );
  return (
    <>
      {here.map(operation => (
        <Receipt
          key={operation.id}
          operation={operation}
          what={what ?? kindName(operation.rest_of ?? operation.kind)}
          resting={operations.some(one => one.rest_of === operation.kind && inMotion(one))}
        />
      ))}
    </>
  );
}

interface ReceiptProps {
  operation: Operation;
  what: string;
  /** Its rest is being done. */
  resting: boolean;
}

/** One of them, until somebody puts it away. */
function Receipt({ operation, what, resting }: ReceiptProps) {
  const can = useCan();
  const [seen, keep] = useKept(`seen.${operation.id}`);
  if (seen !== null && !inMotion(operation)) return null;
  return (
    <Progress operation={operation} what={what} onDismiss={() => keep('seen')}>
      {operation.rest.length > 0 && !resting && can('do_the_rest') && (
        <>
          <p class="small">{t('operation.what_to_do')}</p>
          <Act
            kind="do_the_rest"
            body={{ operation: operation.id }}
            label={t('operation.do_the_rest')}
            look="default"
          />
        </>
      )}
    </Progress>
  );
}

const waits = ({ outcome, created_at: at }: Operation): boolean =>
  (outcome === 'failed' || outcome === 'partly') && now() - Date.parse(at) < KEPT_MS;
