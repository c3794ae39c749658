import { useId, useState } from 'preact/hooks';
import type { Macro, Operation, Panel } from '../../api/types';
import { Card } from '../../ui/Card';
import { Tag } from '../../ui/Tag';
import { t } from '../../words/words';
import { Operations } from '../Operations';
import { SourceNote } from '../SourceNote';
import { MacroActions } from './MacroActions';

/** An account has hundreds: nobody reads more than this, they search. */
const SHOWN = 6;

interface MacrosCardProps {
  panel: Panel;
  operations: readonly Operation[];
}

/** Find a macro and use it. */
export function MacrosCard({ panel, operations }: MacrosCardProps) {
  const { macros, sources } = panel;
  const count = <span class="subtle">{t('macros.count', { count: macros.length })}</span>;
  return (
    <Card id="macros" title={t('macros.title')} summary={count} startsOpen={false}>
      <Operations area="macros" operations={operations} />
      <SourceNote name="zendesk" source={sources.zendesk} />
      {macros.length === 0 ? <p class="subtle">{t('macros.none')}</p> : <Search macros={macros} />}
    </Card>
  );
}

function Search({ macros }: { macros: readonly Macro[] }) {
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
