import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './Section.css';

interface SectionProps {
  title: string;
  /** Said beside the title, e.g. how many there are. */
  aside?: string;
  children: ComponentChildren;
}

/** A part of the board under its own heading. */
export function Section({ title, aside, children }: SectionProps) {
  const id = useId();
  return (
    <section class="board-section" aria-labelledby={id}>
      <h2 class="board-heading" id={id}>
        {title} {aside && <span class="subtle small">{aside}</span>}
      </h2>
      {children}
    </section>
  );
}
