import type { PagePlan, Panel } from '../../api/types';
import { useCan } from '../../hooks/desk';
import { useDraft } from '../../hooks/useDraft';
import { Disclosure } from '../../ui/Disclosure';
import { Field } from '../../ui/Field';
import { Note } from '../../ui/Note';
import { t } from '../../words/words';
import { PageForm } from './PageForm';

/** Page the backup engineers: offered when the handbook says so, otherwise behind a warning. */
export function BackupPool({ panel }: { panel: Panel }) {
  const { backup_pool: plan, backup_pool_offered: offered } = panel.emergency;
  return <BackupPoolForm plan={plan} subject={panel.ticket?.subject} offered={offered} />;
}

interface BackupPoolFormProps {
  plan: PagePlan;
  subject: string | undefined;
  offered?: boolean;
}

export function BackupPoolForm({ plan, subject, offered = true }: BackupPoolFormProps) {
  const can = useCan();
  const summary = useDraft('pool.summary');
  if (!can('page_backup_pool')) return null;
  return (
    <Disclosure label={t('pool.title')} needed={offered}>
      {!offered && <Note tone="warning">{t('pool.unusual')}</Note>}
      <PageForm
        kind="page_backup_pool"
        name={t('pool.title')}
        submit={t('pool.page')}
        plan={plan}
        subject={subject}
        draft={summary}
        body={() => ({ summary: summary.text.trim() })}
        question={t('pool.confirm_title')}
        consequence={null}
      >
        <p class="subtle">{t('pool.what')}</p>
        <Field label={t('pool.summary')} draft={summary} required multiline />
      </PageForm>
    </Disclosure>
  );
}
