import { useContext, useId } from 'preact/hooks';
import type { Draft } from './hooks/useDraft';
import { t } from '../words/words';
import { TriedContext } from './Form';
import './Field.css';

interface FieldProps {
  label: string;
  draft: Draft;
  hint?: string | undefined;
  required?: boolean;
  /** What is said around it speaks against sending it. */
  wrong?: boolean;
  multiline?: boolean;
}

/** A labelled text field; says what is missing once somebody has tried to send without it. */
export function Field({ label, draft, hint, required = false, wrong = false, multiline = false }: FieldProps) {
  const id = useId();
  const missing = useContext(TriedContext) && required && draft.text.trim() === '';
  const control = {
    id,
    class: 'input',
    value: draft.text,
    'aria-required': required,
    'aria-invalid': missing || wrong,
    'aria-describedby': missing ? `${id}-problem` : hint ? `${id}-hint` : undefined,
  } as const;
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
        {!required && <span class="optional"> {t('form.optional')}</span>}
      </label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {multiline ? (
        <textarea {...control} rows={2} onInput={event => draft.set(event.currentTarget.value)} />
      ) : (
        <input {...control} type="text" autoComplete="off" onInput={event => draft.set(event.currentTarget.value)} />
      )}
      {missing && (
        <p class="problem" id={`${id}-problem`}>
          {t('form.required')}
        </p>
      )}
    </div>
  );
}
