import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Level, Operation, Panel } from '../../api/types';
import { useNow } from '../../ui/hooks/useNow';
import { Icon } from '../../ui/Icon';
import { ICONS, type NoteTone } from '../../ui/Note';
import { exact } from '../../words/time';
import { t } from '../../words/words';
import { type Matter, matters } from './matters';
import { NextStep } from './NextStep';
import './TopLine.css';

const TONES: Record<Level, NoteTone> = { calm: 'info', amber: 'warning', red: 'danger' };

interface TopLineProps {
  panel: Panel;
  operations: readonly Operation[];
  /** Do not grow now: somebody is typing below. */
  held: boolean;
}

/** What matters now: the gravest with what comes next, and the others below it, a line each. */
export function TopLine({ panel, operations, held }: TopLineProps) {
  const [first, ...others] = matters(panel, operations, useNow());
  const tone = TONES[first?.level ?? 'calm'];
  const section = useRef<HTMLElement>(null);
  useHeight(section, held);
  return (
    <section ref={section} class={`note note-${tone} top`} aria-label={t('top.label')}>
      <Icon name={first ? ICONS[tone] : 'check'} />
      <div class="note-body">
        <p class="note-title">{first ? <Said one={first} /> : t('top.nothing')}</p>
        <p>{first ? first.detail : t('top.nothing_more')}</p>
        {first && <NextStep key={first.next} matter={first} panel={panel} />}
        {others.length > 0 && (
          <ul class="top-list">
            {others.map(one => (
              <li key={one.subject + one.text}>
                <Said one={one} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

const Said = ({ one: { at, text } }: { one: Matter }) =>
  at ? (
    <time dateTime={at} title={exact(at)}>
      {text}
    </time>
  ) : (
    <>{text}</>
  );

/** Keep the greatest height so far, so that nothing below comes up when a line goes; held, it scrolls instead. */
function useHeight(section: { readonly current: HTMLElement | null }, held: boolean): void {
  const highest = useRef(0);
  useLayoutEffect(() => {
    const element = section.current;
    if (element === null) return;
    element.style.maxHeight = held && highest.current > 0 ? `${highest.current}px` : 'none';
    highest.current = Math.max(highest.current, element.offsetHeight);
    element.style.minHeight = `${highest.current}px`;
  });
}
