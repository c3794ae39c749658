import type { Operation, Panel } from '../../api/types';
import { SourceNote } from '../../ui/SourceNote';
import { t } from '../../words/words';
import { Operations } from '../Operations';
import { Search } from './Search';

interface MacrosWorkProps {
  panel: Panel;
  operations: readonly Operation[];
}

/** The search for a macro, and what became of those that were applied. */
export function MacrosWork({ panel: { macros, sources }, operations }: MacrosWorkProps) {
  const answers = <Operations spot="macros" operations={operations} />;
  return (
    <>
      <SourceNote name="zendesk" source={sources.zendesk} brief={macros.length > 0} />
      {macros.length === 0 && <p class="subtle">{t('macros.none')}</p>}
      {macros.length === 0 ? answers : <Search macros={macros}>{answers}</Search>}
    </>
  );
}
