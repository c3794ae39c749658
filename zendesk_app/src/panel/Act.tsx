import type { Bodies } from '../api/bodies';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { useAction } from '../ui/hooks/useAction';
import { t } from '../words/words';

interface ActProps<K> {
  kind: K;
  body: K extends keyof Bodies ? Bodies[K] : never;
  look: 'primary' | 'default';
}

/** What one click does, without a form. */
export function Act<K extends 'acknowledge_star' | 'do_the_rest'>({ kind, body, look }: ActProps<K>) {
  const action = useAction(kind);
  return (
    <>
      {action.failure && <Failure failure={action.failure} />}
      <Button look={look} busy={action.sending} onClick={() => void action.send(body)}>
        {t(`top.${kind}`)}
      </Button>
    </>
  );
}
