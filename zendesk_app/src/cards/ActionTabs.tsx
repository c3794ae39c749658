import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../ui/Button';

export interface ActionTab {
  id: string;
  label: string;
  /** The form of the action; closes itself by calling `close`. */
  form: (close: () => void) => ComponentChildren;
}

interface ActionTabsProps {
  tabs: readonly ActionTab[];
  /** Which form shows, where somebody else opens forms too. */
  choice?: [string | null, (id: string | null) => void];
  children?: ComponentChildren;
}

/** A row of actions, of which one shows its form at a time. */
export function ActionTabs({ tabs, choice, children }: ActionTabsProps) {
  const own = useState<string | null>(null);
  const [open, setOpen] = choice ?? own;
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
