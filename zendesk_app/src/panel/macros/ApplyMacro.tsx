import type { Macro } from '../../api/types';
import { Age } from '../../ui/Age';
import { Note } from '../../ui/Note';
import { useDesk } from '../../ui/hooks/desk';
import { useAnswer } from '../../ui/hooks/useAnswer';
import { useSubmit } from '../../ui/hooks/useSubmit';
import { Dialog } from '../../ui/Dialog';
import { t } from '../../words/words';
import { useInsert } from '../hooks/useInsert';
import { MacroTrialView } from './MacroTrialView';

interface ApplyMacroProps {
  macro: Macro;
  close: () => void;
}

/**
 * Ask before the server applies a macro, and show what that does; it stays possible when that cannot be read.
 *
 * A text with something left to be filled in goes into the draft instead: customers never get it as it is.
 */
export function ApplyMacro({ macro: { id, title: what, applied }, close }: ApplyMacroProps) {
  const { api, ticket } = useDesk();
  const { data, failure } = useAnswer(String(id), signal => api.macroTrial(ticket, id, signal), 0);
  const { action, submit } = useSubmit('apply_macro', []);
  const { insertMacro } = useInsert();
  const left = data !== null && data.blanks.length > 0;

  async function go(): Promise<void> {
    if (left) void insertMacro(id);
    else if ((await submit({ macro_id: id })) === null) return;
    close();
  }

  return (
    <Dialog
      title={t('macros.confirm_title')}
      confirm={t(left ? 'draft.insert' : 'macros.confirm')}
      busy={action.sending}
      failure={action.failure}
      onConfirm={() => void go()}
      onCancel={close}
    >
      <p>{left ? <bdi>{what}</bdi> : t('macros.confirm_what', { what })}</p>
      {applied && (
        <Note tone="warning">
          <p>
            {t('macros.applied', { by: applied.by })} <Age at={applied.at} />
          </p>
        </Note>
      )}
      <MacroTrialView trial={data} failure={failure} />
    </Dialog>
  );
}
