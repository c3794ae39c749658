import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../ui/Button';

export interface ActionTab {
  id: string;
  label: string;
  /** The form of the action; closes itself by calling `close`. */
  form: (close: () => void) => ComponentChildren;
}

/** A row of actions, of which one shows its form at a time. */
export function ActionTabs({ tabs, children }: { tabs: readonly ActionTab[]; children?: ComponentChildren }) {
  const [open, setOpen] = useState<string | null>(null);
  const active = tabs.find(tab => tab.id === open);
  if (tabs.length === 0 && !children) return null;
  return (
    <>
      <div class="row">
        {children}
        {tabs.map(tab => (
          <Button key={tab.id} expanded={tab.id === open} onClick={() => setOpen(tab.id === open ? null : tab.id)}>
            {tab.label}
          </Button>
        ))}
      </div>
      {active && <div class="inset">{active.form(() => setOpen(null))}</div>}
    </>
  );
}
