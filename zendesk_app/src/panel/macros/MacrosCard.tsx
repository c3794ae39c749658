import type { Operation, Panel } from '../../api/types';
import { Card } from '../../ui/Card';
import { t } from '../../words/words';
import { Later } from '../Later';

interface MacrosCardProps {
  panel: Panel;
  operations: readonly Operation[];
}

/** Find a macro and use it. */
export function MacrosCard({ panel, operations }: MacrosCardProps) {
  const count = <span class="subtle">{t('macros.count', { count: panel.macros.length })}</span>;
  return (
    <Card id="macros" title={t('macros.title')} summary={count} startsOpen={false}>
      <Later draw={({ MacrosWork }) => <MacrosWork panel={panel} operations={operations} />} />
    </Card>
  );
}
