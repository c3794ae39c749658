import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useKept } from '../ui/hooks/useKept';
import { focusIn, useArrival } from '../ui/hooks/way';
import { Button } from '../ui/Button';

export interface ActionTab {
  id: string;
  label: string;
  /** The form of the action; closes itself by calling `close`. */
  form: (close: () => void) => ComponentChildren;
}

interface ActionTabsProps {
  tabs: readonly ActionTab[];
  /** Which form shows, and how to show another. */
  choice: ReturnType<typeof useTab>;
  /** Those whose buttons stand elsewhere. */
  carried?: readonly (string | undefined)[];
  children?: ComponentChildren;
}

/** Which form of a row is open; it is still open when the iframe is rebuilt. */
export const useTab = (row: string): ReturnType<typeof useKept> => useKept(`tab.${row}`);

/** A row of actions, of which one shows its form at a time. */
export function ActionTabs({ tabs, choice: [open, setOpen], carried = [], children }: ActionTabsProps) {
  const form = useRef<HTMLDivElement>(null);
  useArrival(
    tabs.map(({ id }) => id),
    id => {
      setOpen(id);
      focusIn(() => form.current);
    },
  );
  // Opened by a button, here or of a step: whoever opens a form is about to fill it in.
  const before = useRef(open);
  useEffect(() => {
    if (open !== null && open !== before.current) focusIn(() => form.current);
    before.current = open;
  }, [open]);

  const active = tabs.find(tab => tab.id === open);
  if (tabs.length === 0 && !children) return null;
  return (
    <>
      <div class="row">
        {children}
        {tabs
          .filter(({ id }) => !carried.includes(id))
          .map(tab => (
            <Button key={tab.id} expanded={tab.id === open} onClick={() => setOpen(tab.id === open ? null : tab.id)}>
              {tab.label}
            </Button>
          ))}
      </div>
      {active && (
        <div ref={form} key={active.id} class="inset">
          {active.form(() => setOpen(null))}
        </div>
      )}
    </>
  );
}
