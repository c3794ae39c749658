import { useState } from 'preact/hooks';
import type { Macro } from '../../api/types';
import { useCan } from '../../ui/hooks/desk';
import { useInsert } from '../hooks/useInsert';
import { Button } from '../../ui/Button';
import { t } from '../../words/words';
import { ApplyMacro } from './ApplyMacro';

/** Say that a macro sets another form, and that it is the wrong one for the ticket. */
export function SetsForm({ macro: { sets_form: form, wrong_form: wrong } }: { macro: Macro }) {
  return form && <p class="small subtle">{t(wrong ? 'macros.wrong_form' : 'macros.sets_form', { form })}</p>;
}

/** Put a macro into the draft, or let the server apply it at once; a macro that pages offers neither. */
export function MacroActions({ macro }: { macro: Macro }) {
  const can = useCan();
  const { insertMacro } = useInsert();
  const [asking, setAsking] = useState(false);
  if (macro.pages) return <p class="small subtle">{t('macros.pages')}</p>;
  const what = macro.title;

  return (
    <>
      <SetsForm macro={macro} />
      <div class="row row-tight">
        <Button onClick={() => void insertMacro(macro.id)} label={t('draft.insert_named', { what })}>
          {t('draft.insert')}
        </Button>
        {can('apply_macro') && !macro.draft_only && (
          <Button look="basic" onClick={() => setAsking(true)} label={t('macros.apply_named', { what })}>
            {t('macros.apply')}
          </Button>
        )}
        {asking && <ApplyMacro macro={macro} close={() => setAsking(false)} />}
      </div>
    </>
  );
}
