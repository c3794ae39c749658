import { useAction } from '../../ui/hooks/useAction';
import { Dialog } from '../../ui/Dialog';
import { t } from '../../words/words';

interface ApplyMacroProps {
  id: number;
  title: string;
  close: () => void;
}

/** Ask before the server applies a macro: it changes the ticket at once, and may speak to the customer. */
export function ApplyMacro({ id, title: what, close }: ApplyMacroProps) {
  const action = useAction('apply_macro');

  async function apply(): Promise<void> {
    if (await action.send({ macro_id: id })) close();
  }

  return (
    <Dialog
      title={t('macros.confirm_title')}
      confirm={t('macros.confirm')}
      busy={action.sending}
      failure={action.failure}
      onConfirm={() => void apply()}
      onCancel={close}
    >
      <p>{t('macros.confirm_what', { what })}</p>
    </Dialog>
  );
}
