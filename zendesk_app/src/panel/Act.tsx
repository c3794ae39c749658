import type { Bodies, TicketKind } from '../api/bodies';
import type { ComponentChildren } from 'preact';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { useAction } from '../ui/hooks/useAction';

interface ActProps<K extends TicketKind> {
  kind: K;
  body: Bodies[K];
  look?: 'primary' | 'default';
  children: ComponentChildren;
}

/** What one click does, without a form: once, whoever clicks. */
export function Act<K extends TicketKind>({ kind, body, look = 'default', children }: ActProps<K>) {
  const action = useAction(kind);
  return (
    <>
      {action.failure && <Failure failure={action.failure} />}
      <Button look={look} busy={action.sending} onClick={() => void action.send(body)}>
        {children}
      </Button>
    </>
  );
}
