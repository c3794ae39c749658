import type { Bodies, Kind } from '../api/bodies';
import { Field } from './Field';
import { useDraft } from './hooks/useDraft';
import { TextAction } from './TextAction';

interface TextFormProps<K extends Kind> {
  kind: K;
  name: string;
  submit: string;
  /** Keeps what is typed. */
  draft: string;
  label: string;
  hint?: string;
  multiline?: boolean;
  body: (text: string) => Bodies[K];
  close?: () => void;
}

/** A form of one text, without which there is nothing to send. */
export function TextForm<K extends Kind>({ draft, label, hint, multiline = false, body, ...form }: TextFormProps<K>) {
  const text = useDraft(draft);
  return (
    <TextAction {...form} drafts={[text]} body={() => body(text.text.trim())}>
      <Field label={label} hint={hint} draft={text} required multiline={multiline} />
    </TextAction>
  );
}
