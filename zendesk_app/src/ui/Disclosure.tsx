import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { useFocusRescue } from './hooks/useFocusRescue';
import { useKept } from './hooks/useKept';
import { focusIn, ShutContext, useArrival } from './hooks/way';
import { Icon } from './Icon';
import './Disclosure.css';

interface DisclosureProps {
  /** Remembers whether the agent opened it. */
  id: string;
  label: string;
  /** Opens it by itself once, e.g. when an answer inside is needed. */
  needed?: boolean;
  children: ComponentChildren;
}

/** Content that is shown and hidden by a button; a form in it closes it once it was sent. */
export function Disclosure({ id: name, label, needed = false, children }: DisclosureProps) {
  const id = useId();
  const [chosen, choose] = useKept(`more.${name}`);
  const content = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useFocusRescue(content, button);
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
      <button ref={button} type="button" class="disclose" aria-expanded={open} aria-controls={id} onClick={toggle}>
        <Icon name="chevron" class="chevron" />
        {label}
      </button>
      <div ref={content} id={id} class="stack" hidden={!open}>
        {open && <ShutContext.Provider value={() => choose('closed')}>{children}</ShutContext.Provider>}
      </div>
    </div>
  );
}
