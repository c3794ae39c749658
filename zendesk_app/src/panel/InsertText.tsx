import { useInsert } from './hooks/useInsert';
import { Button } from '../ui/Button';
import { t } from '../words/words';

/** A text that the server has written, for the agent to put into the draft and change there. */
export function InsertText({ what, text }: { what: string; text: string }) {
  const { insertReply } = useInsert();
  return (
    <div class="stack stack-tight">
      <p class="small strong">{what}</p>
      <div class="row">
        <Button onClick={() => void insertReply(text)} label={t('draft.insert_named', { what })}>
          {t('draft.insert')}
        </Button>
      </div>
    </div>
  );
}
