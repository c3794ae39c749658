import type { ComponentChildren, Ref } from 'preact';
import './Button.css';

interface ButtonProps {
  children: ComponentChildren;
  onClick?: () => void;
  /** primary: the main action here; basic: the way out. */
  look?: 'primary' | 'default' | 'basic';
  danger?: boolean;
  submit?: boolean;
  /** Sending: it stays focusable and does nothing. */
  busy?: boolean;
  expanded?: boolean;
  label?: string | undefined;
  buttonRef?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const { children, onClick, look = 'default', danger, submit, busy, expanded, label, buttonRef } = props;
  return (
    <button
      ref={buttonRef ?? null}
      type={submit ? 'submit' : 'button'}
      class={`button button-${look} ${danger ? 'is-danger' : ''}`}
      aria-disabled={busy ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      aria-expanded={expanded}
      aria-label={label}
      onKeyDown={event => {
        // A held key presses once, or its repeats would press what the first one opened.
        if (event.repeat) event.preventDefault();
      }}
      onClick={event => {
        // The second half of a double click does nothing: the first has pressed, this button or one that stood here.
        if (busy || event.detail > 1) event.preventDefault();
        else onClick?.();
      }}
    >
      {children}
    </button>
  );
}
