import type { ComponentChildren, Ref } from 'preact';
import './Button.css';

interface ButtonProps {
  children: ComponentChildren;
  onClick?: () => void;
  /** primary: the one thing to do here; basic: the quiet way out. */
  look?: 'primary' | 'default' | 'basic';
  danger?: boolean;
  submit?: boolean;
  /** At work: stays focusable, does nothing. */
  busy?: boolean;
  /** The second half of a double click, which began on something else, does not press it. */
  once?: boolean;
  expanded?: boolean;
  label?: string | undefined;
  buttonRef?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const { children, onClick, look = 'default', danger, submit, busy, once, expanded, label, buttonRef } = props;
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
        // A key that is held down presses once: what it opened must not be pressed by the rest.
        if (event.repeat) event.preventDefault();
      }}
      onClick={event => {
        if (busy || (once && event.detail > 1)) event.preventDefault();
        else onClick?.();
      }}
    >
      {children}
    </button>
  );
}
