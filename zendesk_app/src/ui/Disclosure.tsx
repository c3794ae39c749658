import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Icon } from './Icon';

interface DisclosureProps {
  label: string;
  /** Opens it by itself once, e.g. when an answer inside is needed. */
  needed?: boolean;
  children: ComponentChildren;
}

/** More of something, behind a quiet button. */
export function Disclosure({ label, needed = false, children }: DisclosureProps) {
  const id = useId();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const [wasNeeded, setWasNeeded] = useState(needed);
  if (needed && !wasNeeded) setWasNeeded(true);
  const open = chosen ?? wasNeeded;
  return (
    <div class="disclosure">
      <button type="button" class="disclose" aria-expanded={open} aria-controls={id} onClick={() => setChosen(!open)}>
        <Icon name="chevron" class="chevron" />
        {label}
      </button>
      <div id={id} class="stack" hidden={!open}>
        {open && children}
      </div>
    </div>
  );
}
