import type { Operation, Panel } from '../../api/types';
import { Card } from '../../ui/Card';
import { t } from '../../words/words';
import { Later } from '../Later';
import { Operations } from '../Operations';
import { SourceNote } from '../../ui/SourceNote';

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
      <SourceNote name="zendesk" source={sources.zendesk} brief={macros.length > 0} />
      {macros.length === 0 ? (
        <p class="subtle">{t('macros.none')}</p>
      ) : (
        <Later draw={({ Search }) => <Search macros={macros} />} />
      )}
    </Card>
  );
}
