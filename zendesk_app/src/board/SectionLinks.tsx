import type { Source } from '../api/types';
import { useCan } from '../ui/hooks/desk';
import { headingOf, type SectionId } from './Section';
import type { Board } from './types';
import { b } from './words';
import './SectionLinks.css';

/** The sections in one line, each with how many there are of what it lists: a link leads to the section's heading. */
export function SectionLinks({ board: { sources, totals } }: { board: Board }) {
  const can = useCan();
  const { gitlab, pagerduty } = sources;
  return (
    <nav aria-label={b('sections.title')}>
      <ul class="section-links">
        <SectionLink to="emergencies" words={b('emergencies.title')} count={known(totals.emergencies, pagerduty)} />
        <SectionLink to="stars" words={b('stars.title')} count={known(totals.stars, gitlab)} />
        <SectionLink to="feedback" words={b('sections.feedback')} count={known(totals.feedback, gitlab)} />
        <SectionLink to="cover" words={b('cover.title')} />
        {can('redirect_request') && <SectionLink to="redirect" words={b('sections.redirect')} />}
        <SectionLink to="hand_off" words={b('hand_off.title')} />
        <SectionLink to="trends" words={b('trends.title')} />
      </ul>
    </nav>
  );
}

/** How many there are; what was never read is not called none. */
const known = (count: number, source: Source): number | null =>
  count === 0 && source.state === 'unavailable' ? null : count;

interface SectionLinkProps {
  to: SectionId;
  words: string;
  count?: number | null;
}

function SectionLink({ to, words, count = null }: SectionLinkProps) {
  return (
    <li>
      <a
        href={`#${headingOf(to)}`}
        onClick={event => {
          // The address stays as it is: Zendesk's framework reads its parameters from it.
          event.preventDefault();
          lead(headingOf(to));
        }}
      >
        {words}
        {count !== null && <span class="subtle"> {count}</span>}
      </a>
    </li>
  );
}

/** Bring a heading to the top of the window and move the focus there: Tab goes on from it. */
function lead(heading: string): void {
  const element = document.getElementById(heading);
  element?.scrollIntoView();
  element?.focus({ preventScroll: true });
}
