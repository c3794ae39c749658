import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { ApiFailure } from '../api/errors';
import { t } from '../words/words';
import { Button } from './Button';
import { Failure } from './Failure';
import './Dialog.css';

interface DialogProps {
  title: string;
  /** Names the consequence: "Page Ana Souza", never "OK". */
  confirm: string;
  busy: boolean;
  failure: ApiFailure | null;
  danger?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  children: ComponentChildren;
}

const EDGE_PX = 8;

/**
 * Ask before something happens that cannot be taken back.
 *
 * The browser's own modal dialog makes the rest inert and closes on Escape. Cancel has the first focus,
 * so that a repeated Enter does nothing; focus goes back to where it came from.
 */
export function Dialog(props: DialogProps) {
  const { title, confirm, busy, failure, danger = false, onConfirm, onCancel, children } = props;
  // It can no longer happen: what is left is to close.
  const closing = !busy && failure?.code === 'already_open';
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    if (!element) return;
    element.showModal();
    place(element, opener);
    cancel.current?.focus();
    return () => {
      element.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  useEffect(() => {
    if (closing) cancel.current?.focus();
  }, [closing]);

  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-body`}
      onCancel={event => {
        event.preventDefault();
        if (!busy) onCancel();
      }}
      // A second Escape closes it whatever `onCancel` says: while something is sent it stays, for what comes of it.
      onClose={({ currentTarget: element }) => {
        if (!element.isConnected) return;
        if (busy) element.showModal();
        else onCancel();
      }}
      onKeyDown={event => {
        if (event.key === 'Tab') wrap(event, event.currentTarget);
      }}
    >
      <h2 class="dialog-title" id={`${id}-title`}>
        {title}
      </h2>
      <div class="dialog-body stack" id={`${id}-body`}>
        {children}
      </div>
      {failure && <Failure failure={failure} />}
      <div class="dialog-buttons">
        <Button look="basic" buttonRef={cancel} busy={busy} onClick={onCancel}>
          {t(closing ? 'form.close' : 'form.cancel')}
        </Button>
        {!closing && (
          <Button look="primary" danger={danger} busy={busy} onClick={onConfirm}>
            {busy ? t('form.sending') : failure ? t('failure.retry') : confirm}
          </Button>
        )}
      </div>
    </dialog>
  );
}

/**
 * Open beside the button: the iframe is as high as its content, so its middle may be far out of sight.
 *
 * Absolute, not fixed: only then does the page around the iframe scroll to what is focused in the dialog.
 */
function place(dialog: HTMLDialogElement, opener: Element | null): void {
  const anchor = opener?.getBoundingClientRect();
  const height = dialog.getBoundingClientRect().height;
  const wanted = (anchor ? anchor.top + anchor.height / 2 : 0) - height / 2;
  const room = Math.max(EDGE_PX, window.innerHeight - height - EDGE_PX);
  dialog.style.top = `${Math.round(Math.min(Math.max(EDGE_PX, wanted), room) + window.scrollY)}px`;
  dialog.scrollIntoView({ block: 'nearest' });
}

/** A modal dialog lets Tab leave for the page around the iframe: keep it inside. */
function wrap(event: KeyboardEvent, dialog: HTMLElement): void {
  const stops = Array.from(
    dialog.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex]'),
  );
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}
