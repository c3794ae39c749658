import type { Operation } from '../api/types';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { useAction } from '../ui/hooks/useAction';
import { useCan } from '../ui/hooks/desk';
import { t } from '../words/words';

/** What failed after the first step can be made up for: once, whoever clicks. */
export function DoTheRest({ operation }: { operation: Operation }) {
  const action = useAction('do_the_rest');
  if (!useCan()('do_the_rest')) return null;
  return (
    <>
      {action.failure && <Failure failure={action.failure} />}
      <Button busy={action.sending} onClick={() => void action.send({ operation: operation.id })}>
        {t('operation.do_the_rest')}
      </Button>
    </>
  );
}
