import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { useKept } from './hooks/useKept';
import { focusIn, useArrival } from './hooks/way';
import { Icon } from './Icon';
import './Disclosure.css';

interface DisclosureProps {
  /** Remembers whether the agent opened it. */
  id: string;
  label: string;
  /** Opens it by itself once, e.g. when an answer inside is needed. */
  needed?: boolean;
  /** What is shown; it may be given a way to close it, e.g. once a form was sent. */
  children: ComponentChildren | ((close: () => void) => ComponentChildren);
}

/** Content that is shown and hidden by a button. */
export function Disclosure({ id: name, label, needed = false, children }: DisclosureProps) {
  const id = useId();
  const [chosen, choose] = useKept(`more.${name}`);
  const content = useRef<HTMLDivElement>(null);
  useArrival([name], () => {
    choose('open');
    focusIn(() => content.current);
  });
  const [wasNeeded, setWasNeeded] = useState(needed);
  if (needed && !wasNeeded) setWasNeeded(true);
  const open = chosen === null ? wasNeeded : chosen === 'open';

  function toggle(): void {
    choose(open ? 'closed' : 'open');
    // Whoever opens a form is about to fill it in; anything else is read first.
    if (!open) focusIn(() => content.current?.querySelector('form'));
  }

  return (
    <div class="disclosure">
      <button type="button" class="disclose" aria-expanded={open} aria-controls={id} onClick={toggle}>
        <Icon name="chevron" class="chevron" />
        {label}
      </button>
      <div ref={content} id={id} class="stack" hidden={!open}>
        {open && (typeof children === 'function' ? children(() => choose('closed')) : children)}
      </div>
    </div>
  );
}
