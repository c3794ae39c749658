import { now } from '../api/clock';
import { inMotion, inSight } from '../api/motion';
import type { Operation } from '../api/types';
import { useKept } from '../ui/hooks/useKept';
import { Progress } from '../ui/Progress';
import { DoTheRest } from './DoTheRest';
import { type Area, areaOf, kindName } from './kinds';

/** One that failed stays until somebody has seen it, but no longer than this. */
const KEPT_MS = 24 * 60 * 60_000;

/** What people did here a moment ago, and how far it is; what failed stays until it is put away. */
export function Operations({ area, operations }: { area: Area; operations: readonly Operation[] }) {
  const [seen, keep] = useKept('seen');
  const dismissed = seen?.split(' ') ?? [];
  const shown = operations.filter(
    operation =>
      areaOf(operation.rest_of ?? operation.kind) === area &&
      (inSight(operation, now()) || waits(operation)) &&
      (inMotion(operation) || !dismissed.includes(operation.id)),
  );
  return (
    <>
      {shown.map(operation => (
        <Progress
          key={operation.id}
          operation={operation}
          what={kindName(operation.rest_of ?? operation.kind)}
          onDismiss={() => keep([...dismissed, operation.id].join(' '))}
        >
          {operation.rest.length > 0 && <DoTheRest operation={operation} />}
        </Progress>
      ))}
    </>
  );
}

const waits = ({ outcome, created_at: at }: Operation): boolean =>
  (outcome === 'failed' || outcome === 'partly') && now() - Date.parse(at) < KEPT_MS;
