import type { Level, Operation, Panel } from '../../api/types';
import { useNow } from '../../ui/hooks/useNow';
import { Icon } from '../../ui/Icon';
import { ICONS, type NoteTone } from '../../ui/Note';
import { exact } from '../../words/time';
import { t } from '../../words/words';
import { matters } from './matters';
import './TopLine.css';

const TONES: Record<Level, NoteTone> = { calm: 'info', amber: 'warning', red: 'danger' };

/** What matters now, in at most two lines, gravest first. */
export function TopLine({ panel, operations }: { panel: Panel; operations: readonly Operation[] }) {
  const all = matters(panel, operations, useNow());
  const gravest = worst(all.map(({ level }) => level));
  return (
    <section class={`note note-${TONES[gravest]} top`} aria-label={t('top.label')}>
      <Icon name={all.length === 0 ? 'check' : ICONS[TONES[gravest]]} />
      {all.length === 0 ? (
        <p>{t('top.nothing')}</p>
      ) : (
        <ul class="top-list" title={all.map(one => one.text).join(' · ')}>
          {all.map(one => (
            <li key={one.subject + one.text}>
              {one.at ? (
                <time dateTime={one.at} title={exact(one.at)}>
                  {one.text}
                </time>
              ) : (
                one.text
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The gravest of the levels. */
const worst = (levels: readonly Level[]): Level =>
  levels.includes('red') ? 'red' : levels.includes('amber') ? 'amber' : 'calm';
