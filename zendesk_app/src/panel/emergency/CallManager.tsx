import type { Panel } from '../../api/types';
import { useCan } from '../../ui/hooks/desk';
import { useDraft } from '../../ui/hooks/useDraft';
import { Disclosure } from '../../ui/Disclosure';
import { Field } from '../../ui/Field';
import { Link } from '../../ui/Link';
import { t } from '../../words/words';
import { IncidentTag } from './IncidentTag';
import { PageForm } from './PageForm';
import { PageMessage } from './PageMessage';

/** Page the manager on call: offered when the handbook says so, and how far the latest call is. */
export function CallManager({ panel }: { panel: Panel }) {
  const { incident, offered } = panel.emergency.manager_call;
  const can = useCan();
  return (
    <>
      {incident && (
        <p>
          {t('call.latest')} <IncidentTag status={incident.status} />{' '}
          <Link href={incident.url}>{t('incident.number', { number: incident.number })}</Link>{' '}
          {incident.acknowledged_by && t('incident.taken', { who: incident.acknowledged_by })}
        </p>
      )}
      {can('call_manager') && (
        <Disclosure id="call_manager" label={t('call.title')} needed={offered}>
          <CallForm panel={panel} />
        </Disclosure>
      )}
    </>
  );
}

function CallForm({ panel }: { panel: Panel }) {
  const { plan, because } = panel.emergency.manager_call;
  const summary = useDraft('call.summary');
  const body = () => ({ summary: summary.text.trim() });
  return (
    <PageForm
      kind="call_manager"
      name={t('call.title')}
      submit={t('call.submit')}
      plan={plan}
      duty={panel.on_call.manager}
      subject={panel.ticket?.subject}
      drafts={[summary]}
      body={body}
      question={t('call.confirm_title')}
      message={<PageMessage page={{ kind: 'call_manager', ...body() }} />}
      consequence={null}
    >
      <p class="subtle">{because}</p>
      <Field label={t('call.summary')} hint={t('call.summary_hint')} draft={summary} required multiline />
    </PageForm>
  );
}
