import { useState } from 'preact/hooks';
import type { Macro } from '../../api/types';
import { useAction } from '../../hooks/useAction';
import { useCan } from '../../hooks/desk';
import { useInsert } from '../../hooks/useInsert';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { t } from '../../words/words';

/** Put a macro into the draft, or let the server apply it at once. One that pages is neither. */
export function MacroActions({ macro }: { macro: Macro }) {
  const can = useCan();
  const { insertMacro } = useInsert();
  const action = useAction('apply_macro');
  const [asking, setAsking] = useState(false);
  if (macro.pages) return <p class="small subtle">{t('macros.pages')}</p>;
  const what = macro.title;

  async function apply(): Promise<void> {
    if (await action.send({ macro_id: macro.id })) setAsking(false);
  }

  return (
    <div class="row row-tight">
      <Button onClick={() => void insertMacro(macro.id)} label={t('draft.insert_named', { what })}>
        {t('draft.insert')}
      </Button>
      {can('apply_macro') && (
        <Button look="basic" onClick={() => setAsking(true)} label={t('macros.apply_named', { what })}>
          {t('macros.apply')}
        </Button>
      )}
      {asking && (
        <Dialog
          title={t('macros.confirm_title')}
          confirm={t('macros.confirm')}
          busy={action.sending}
          failure={action.failure}
          onConfirm={() => void apply()}
          onCancel={() => {
            action.clear();
            setAsking(false);
          }}
        >
          <p>{t('macros.confirm_what', { what })}</p>
        </Dialog>
      )}
    </div>
  );
}
