import { Confirmation } from '../../ui/Confirmation';
import { t } from '../../words/words';

interface ApplyMacroProps {
  id: number;
  title: string;
  close: () => void;
}

/** Ask before the server applies a macro: it changes the ticket at once, and may speak to the customer. */
export function ApplyMacro({ id, title: what, close }: ApplyMacroProps) {
  return (
    <Confirmation
      kind="apply_macro"
      body={() => ({ macro_id: id })}
      title={t('macros.confirm_title')}
      confirm={t('macros.confirm')}
      close={close}
    >
      <p>{t('macros.confirm_what', { what })}</p>
    </Confirmation>
  );
}
