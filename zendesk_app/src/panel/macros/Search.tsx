import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Macro } from '../../api/types';
import { Tag } from '../../ui/Tag';
import { t } from '../../words/words';
import { MacroActions } from './MacroActions';
import './Search.css';
import '../../ui/Field.css';

/** Macros listed at once; an account has hundreds, so people search. */
const SHOWN = 6;

interface SearchProps {
  macros: readonly Macro[];
  /** What became of those that were applied. */
  children: ComponentChildren;
}

/** Search among the macros by their titles. */
export function Search({ macros, children }: SearchProps) {
  const id = useId();
  const [wanted, setWanted] = useState('');
  const found = find(macros, wanted);
  return (
    <>
      <div class="field">
        <label class="label" for={id}>
          {t('macros.search')}
        </label>
        <input
          id={id}
          class="input"
          type="search"
          value={wanted}
          onInput={event => setWanted(event.currentTarget.value)}
        />
      </div>
      <div class="macro-answers">{children}</div>
      <ul class="rows">
        {found.slice(0, SHOWN).map(macro => (
          <li key={macro.id} class="stack stack-tight">
            <p>
              <bdi class="strong">{macro.title}</bdi> {macro.suggested && <Tag>{t('macros.suggested')}</Tag>}
            </p>
            <MacroActions macro={macro} />
          </li>
        ))}
      </ul>
      <p class="small subtle" role="status">
        {found.length === 0 && t('macros.no_match', { wanted })}
        {found.length > SHOWN && t('macros.more', { count: found.length - SHOWN })}
      </p>
    </>
  );
}

/** Every word must occur somewhere in the title; the suggested ones come first. */
function find(macros: readonly Macro[], wanted: string): Macro[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return macros
    .filter(({ title }) => words.every(word => title.toLowerCase().includes(word)))
    .sort((one, other) => Number(other.suggested) - Number(one.suggested));
}
