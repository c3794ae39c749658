import type { PagePlan } from '../../api/types';
import { useDraft } from '../../ui/hooks/useDraft';
import { Field } from '../../ui/Field';
import { Note } from '../../ui/Note';
import { t } from '../../words/words';
import { PageForm } from './PageForm';
import { PageMessage } from './PageMessage';

interface PoolFormProps {
  plan: PagePlan;
  subject: string | undefined;
  offered: boolean;
}

/** A summary, and the confirmation that everybody in the pool is paged. */
export function PoolForm({ plan, subject, offered }: PoolFormProps) {
  const summary = useDraft('pool.summary');
  const body = () => ({ summary: summary.text.trim() });
  return (
    <>
      {!offered && <Note tone="warning">{t('pool.unusual')}</Note>}
      <PageForm
        kind="page_backup_pool"
        name={t('pool.title')}
        submit={t('pool.page')}
        plan={plan}
        duty={null}
        subject={subject}
        drafts={[summary]}
        body={body}
        question={t('pool.confirm_title')}
        message={<PageMessage page={{ kind: 'page_backup_pool', ...body() }} />}
        consequence={null}
      >
        <p class="subtle">{t('pool.what')}</p>
        <Field label={t('pool.summary')} draft={summary} required multiline />
      </PageForm>
    </>
  );
}
