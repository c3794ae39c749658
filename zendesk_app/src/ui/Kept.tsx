import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useHeld } from './hooks/useHeld';

/**
 * Room that stays when what stands there goes by itself, until somebody presses something.
 *
 * A form stands in it with its answers: one that closes late leaves its room to them.
 */
export function Kept({ children }: { children: ComponentChildren }) {
  const room = useRef<HTMLDivElement>(null);
  useHeld(room);
  return (
    <div ref={room} class="stack">
      {children}
    </div>
  );
}
