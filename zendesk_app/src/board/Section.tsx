import type { ComponentChildren } from 'preact';
import './Section.css';

export type SectionId = 'on_call' | 'emergencies' | 'stars' | 'feedback' | 'cover' | 'redirect' | 'hand_off' | 'trends';

/** The id of a section's heading, which names the section and takes the focus of whoever was led there. */
export const headingOf = (section: SectionId): string => `section-${section}`;

interface SectionProps {
  id: SectionId;
  title: string;
  /** Said beside the title, e.g. how many there are. */
  aside?: string;
  children: ComponentChildren;
}

/** A part of the board under its own heading. */
export function Section({ id, title, aside, children }: SectionProps) {
  const heading = headingOf(id);
  return (
    <section class="board-section" aria-labelledby={heading}>
      <h2 class="board-heading" id={heading} tabIndex={-1}>
        {title} {aside && <span class="subtle small">{aside}</span>}
      </h2>
      {children}
    </section>
  );
}
