import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useFocusRescue } from './hooks/useFocusRescue';
import { useHeld } from './hooks/useHeld';
import { useKept } from './hooks/useKept';
import { useWay } from './hooks/way';
import { Icon } from './Icon';
import './Card.css';

interface CardProps {
  /** Remembers whether the agent opened it. */
  id: string;
  title: string;
  /** Shown beside the title, also while the card is closed. */
  summary: ComponentChildren;
  /** Whether it is open until the agent decides; it must not change, or the page jumps. */
  startsOpen: boolean;
  children: ComponentChildren;
}

/** One subject of the panel, after Garden's accordion. */
export function Card({ id, title, summary, startsOpen, children }: CardProps) {
  const names = useId();
  const [chosen, choose] = useKept(`card.${id}`);
  const { wanted, go } = useWay();
  const led = wanted?.card === id;
  const open = led || (chosen === null ? startsOpen : chosen === 'open');
  // A card that was open once stays in the page when closed, so that nothing typed in it is lost.
  const [opened, setOpened] = useState(open);
  useEffect(() => {
    if (!led) return;
    setOpened(true);
    choose('open');
  }, [led, choose]);

  const card = useRef<HTMLElement>(null);
  const heading = useRef<HTMLButtonElement>(null);
  useFocusRescue(card, heading);
  const body = useRef<HTMLDivElement>(null);
  useHeld(body);

  function toggle(): void {
    go(null);
    setOpened(true);
    choose(open ? 'closed' : 'open');
  }

  return (
    <section
      ref={card}
      class="card"
      aria-labelledby={`${names}-title`}
      // A card with typed text in it opens again when the iframe is rebuilt.
      onInput={() => chosen === null && choose('open')}
    >
      <div class="card-head">
        <h2 id={`${names}-title`}>
          <button
            ref={heading}
            type="button"
            class="card-title"
            aria-expanded={open}
            aria-controls={`${names}-body`}
            aria-describedby={`${names}-summary`}
            onClick={toggle}
          >
            {title}
          </button>
        </h2>
        <span class="card-summary" id={`${names}-summary`}>
          {summary}
        </span>
        <Icon name="chevron" class="chevron" />
      </div>
      <div ref={body} class="card-body stack" id={`${names}-body`} hidden={!open}>
        {(opened || open) && children}
      </div>
    </section>
  );
}
