import type { ComponentChildren } from 'preact';
import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ApiFailure } from '../api/errors';
import type { Bodies, Kind } from '../api/bodies';
import type { Draft } from './hooks/useDraft';
import { focusIn, ShutContext, useArrival, useWay } from './hooks/way';
import { Confirmation } from './Confirmation';
import { Form } from './Form';

interface ConfirmedFormProps<K extends Kind> {
  kind: K;
  /** The spot that the status leads to. */
  spot?: string;
  name: string;
  submit: string;
  look?: 'primary' | 'default';
  /** Cleared once the server has taken the operation, and not before. */
  drafts: readonly Pick<Draft, 'clear'>[];
  body: () => Bodies[K];
  /** The title of the confirmation, its button, which names the consequence, and what it says. */
  question: string;
  confirm: string;
  details: ComponentChildren;
  /** False where it can be taken back. */
  danger?: boolean;
  /** Closes the form: after sending, and by a Cancel button that is there only then. */
  close?: () => void;
  /** Hears when the dialog opens and closes: meanwhile the form must not be taken away. */
  onAsking?: ((asking: boolean) => void) | undefined;
  /** Why it can no longer be sent, said in the open dialog. */
  over?: ApiFailure | null;
  children: ComponentChildren;
}

/** A form whose operation wakes somebody or ends something: a dialog asks first, and says whom or what. */
export function ConfirmedForm<K extends Kind>(props: ConfirmedFormProps<K>) {
  const { kind, name, submit, look = 'primary', drafts, body, question, confirm, details, close, children } = props;
  const { danger = true, spot, over, onAsking } = props;
  const shut = useContext(ShutContext);
  const [asking, setAsking] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const { wanted } = useWay();
  // Led elsewhere from inside the confirmation: it makes way.
  if (asking && wanted !== null) setAsking(false);
  useLayoutEffect(() => {
    onAsking?.(asking);
    return () => onAsking?.(false);
  }, [asking, onAsking]);
  useArrival(spot ? [spot] : [], () => focusIn(() => form.current));

  return (
    <div ref={form}>
      <Form
        name={name}
        submit={submit}
        danger={danger}
        look={look}
        failure={null}
        onSubmit={() => setAsking(true)}
        onCancel={close}
      >
        {children}
      </Form>
      {asking && (
        <Confirmation
          kind={kind}
          body={body}
          title={question}
          confirm={confirm}
          danger={danger}
          drafts={drafts}
          over={over}
          onTaken={close ?? shut}
          close={() => setAsking(false)}
        >
          {details}
        </Confirmation>
      )}
    </div>
  );
}
