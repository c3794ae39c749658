import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useHeld } from './hooks/useHeld';

/** Room that stays when what stands there goes by itself, until somebody presses something. */
export function Kept({ children }: { children: ComponentChildren }) {
  const room = useRef<HTMLDivElement>(null);
  useHeld(room);
  return (
    <div ref={room} class="stack">
      {children}
    </div>
  );
}
