import { type ComponentChildren, createContext } from 'preact';
import { useState } from 'preact/hooks';
import type { ApiFailure } from '../api/errors';
import { t } from '../words/words';
import { Button } from './Button';
import { Failure } from './Failure';

/** True once somebody has tried to send the form around a field. */
export const TriedContext = createContext(false);

interface FormProps {
  /** The accessible name of the form. */
  name: string;
  submit: string;
  busy?: boolean;
  look?: 'primary' | 'default';
  failure: ApiFailure | null;
  onSubmit: () => void;
  onCancel?: (() => void) | undefined;
  danger?: boolean;
  children: ComponentChildren;
}

type TextControl = HTMLInputElement | HTMLTextAreaElement;

/** A form that does not send while a required text is blank or known to be wrong, and moves the focus there. */
export function Form(props: FormProps) {
  const { name, submit, busy = false, failure, onSubmit, onCancel, danger = false, look = 'primary', children } = props;
  const [tried, setTried] = useState(false);

  function check(form: HTMLFormElement): void {
    const required = Array.from(form.querySelectorAll<TextControl>('[aria-required="true"]'));
    const bad = required.find(
      control => control.value.trim() === '' || control.getAttribute('aria-invalid') === 'true',
    );
    setTried(bad !== undefined);
    if (bad) bad.focus();
    else if (!busy) onSubmit();
  }

  return (
    <TriedContext.Provider value={tried}>
      <form
        class="stack"
        aria-label={name}
        noValidate
        onSubmit={event => {
          event.preventDefault();
          check(event.currentTarget);
        }}
      >
        {children}
        {failure && <Failure failure={failure} />}
        <div class="row">
          <Button look={look} danger={danger} submit busy={busy}>
            {busy ? t('form.sending') : submit}
          </Button>
          {onCancel && (
            <Button look="basic" onClick={onCancel}>
              {t('form.cancel')}
            </Button>
          )}
        </div>
      </form>
    </TriedContext.Provider>
  );
}
