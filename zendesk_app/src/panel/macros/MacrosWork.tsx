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
  return (
    <>
      <Operations spot="macros" operations={operations} />
      <SourceNote name="zendesk" source={sources.zendesk} brief={macros.length > 0} />
      {macros.length === 0 ? <p class="subtle">{t('macros.none')}</p> : <Search macros={macros} />}
    </>
  );
}
