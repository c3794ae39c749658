import type { Panel } from '../../api/types';
import { useCan } from '../../ui/hooks/desk';
import { Disclosure } from '../../ui/Disclosure';
import { t } from '../../words/words';
import { PoolForm } from './PoolForm';

/** Page the backup engineers: offered when the handbook says so, otherwise behind a warning. */
export function BackupPool({ panel }: { panel: Panel }) {
  const { backup_pool: plan, backup_pool_offered: offered } = panel.emergency;
  const can = useCan();
  if (!can('page_backup_pool')) return null;
  return (
    <Disclosure id="pool" label={t('pool.title')} needed={offered}>
      <PoolForm plan={plan} subject={panel.ticket?.subject} offered={offered} />
    </Disclosure>
  );
}
