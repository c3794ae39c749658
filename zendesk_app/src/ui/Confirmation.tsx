import type { ComponentChildren } from 'preact';
import type { ApiFailure } from '../api/errors';
import type { Bodies, Kind } from '../api/bodies';
import { Dialog } from './Dialog';
import type { Draft } from './hooks/useDraft';
import { useSubmit } from './hooks/useSubmit';

interface ConfirmationProps<K extends Kind> {
  kind: K;
  body: () => Bodies[K];
  title: string;
  /** The button, which names the consequence. */
  confirm: string;
  danger?: boolean;
  /** Why it can no longer be sent. */
  over?: ApiFailure | null | undefined;
  /** Cleared once the server has taken the operation, and not before. */
  drafts?: readonly Pick<Draft, 'clear'>[];
  /** Called once the server has taken the operation and it did not fail. */
  onTaken?: (() => void) | undefined;
  /** Called when the dialog is to close: cancelled, or the server has taken the operation. */
  close: () => void;
  children: ComponentChildren;
}

/** Ask before an operation starts; what goes wrong is said in the dialog, which stays for another try. */
export function Confirmation<K extends Kind>(props: ConfirmationProps<K>) {
  const { kind, body, title, confirm, danger = false, drafts = [], onTaken, over = null, close, children } = props;
  const { action, submit } = useSubmit(kind, drafts, onTaken);

  async function send(): Promise<void> {
    if ((await submit(body())) !== null) close();
  }

  return (
    <Dialog
      title={title}
      confirm={confirm}
      danger={danger}
      busy={action.sending}
      failure={action.failure ?? over}
      onConfirm={() => void send()}
      onCancel={close}
    >
      {children}
    </Dialog>
  );
}
