import type { Bodies, TicketKind } from '../api/bodies';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { useCan } from '../ui/hooks/desk';
import { useAction } from '../ui/hooks/useAction';

interface ActProps<K extends TicketKind> {
  kind: K;
  body: Bodies[K];
  label: string;
  look: 'primary' | 'default';
}

/** What one click does, without a form, for those who may. */
export function Act<K extends TicketKind>({ kind, body, label, look }: ActProps<K>) {
  const action = useAction(kind);
  if (!useCan()(kind)) return null;
  return (
    <>
      {action.failure && <Failure failure={action.failure} />}
      <Button look={look} busy={action.sending} onClick={() => void action.send(body)}>
        {label}
      </Button>
    </>
  );
}
