import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { Bodies, Kind } from '../api/bodies';
import type { Draft } from './hooks/useDraft';
import { useSubmit } from './hooks/useSubmit';
import { ShutContext } from './hooks/way';
import { Form } from './Form';

interface TextActionProps<K extends Kind> {
  kind: K;
  name: string;
  submit: string;
  /** Cleared once the server has taken the operation, and not before. */
  drafts: readonly Pick<Draft, 'clear'>[];
  body: () => Bodies[K];
  /** Closes the form: after sending, and by a Cancel button that is there only then. */
  close?: () => void;
  children?: ComponentChildren;
}

/** A form whose texts become one operation. */
export function TextAction<K extends Kind>(props: TextActionProps<K>) {
  const { kind, name, submit, drafts, body, close, children } = props;
  const shut = useContext(ShutContext);
  const { action, submit: send } = useSubmit(kind, drafts, close ?? shut);

  return (
    <Form
      name={name}
      submit={submit}
      busy={action.sending}
      failure={action.failure}
      onSubmit={() => void send(body())}
      onCancel={close}
    >
      {children}
    </Form>
  );
}
