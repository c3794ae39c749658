import { useState } from 'preact/hooks';
import { now } from '../api/clock';
import { inMotion, inSight } from '../api/motion';
import type { Operation } from '../api/types';
import { Progress } from '../ui/Progress';
import { DoTheRest } from './DoTheRest';
import { type Area, areaOf, kindName } from './kinds';

/** What people did here a moment ago, and how far it is. */
export function Operations({ area, operations }: { area: Area; operations: readonly Operation[] }) {
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const shown = operations.filter(
    operation =>
      areaOf(operation.rest_of ?? operation.kind) === area &&
      inSight(operation, now()) &&
      (inMotion(operation) || !dismissed.includes(operation.id)),
  );
  return (
    <>
      {shown.map(operation => (
        <Progress
          key={operation.id}
          operation={operation}
          what={kindName(operation.rest_of ?? operation.kind)}
          onDismiss={() => setDismissed(ids => [...ids, operation.id])}
        >
          {operation.rest.length > 0 && <DoTheRest operation={operation} />}
        </Progress>
      ))}
    </>
  );
}
