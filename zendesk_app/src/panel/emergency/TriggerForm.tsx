import type { Panel, Verdict } from '../../api/types';
import { useDesk } from '../../ui/hooks/desk';
import { useDraft } from '../../ui/hooks/useDraft';
import { Field } from '../../ui/Field';
import { Note } from '../../ui/Note';
import { t } from '../../words/words';
import { PageForm } from './PageForm';
import type { Checklist } from './useAssessment';

const SPEAKS_FOR_PAGING: readonly Verdict[] = ['emergency', 'exception', 'security_emergency', 'judgement'];

interface TriggerFormProps {
  panel: Panel;
  checklist: Checklist;
}

/** The reason, and the confirmation that says whom it wakes and what speaks against it. */
export function TriggerForm({ panel: { emergency, on_call, ticket }, checklist }: TriggerFormProps) {
  const { ticket: id } = useDesk();
  const reason = useDraft('page.reason');
  const despite = useDraft('page.despite');
  const verdict = checklist.assessment?.qualification?.verdict;
  const advised = verdict !== undefined && SPEAKS_FOR_PAGING.includes(verdict);
  const warning = against(emergency.entitlement.answer === 'no', verdict);
  return (
    <PageForm
      kind="trigger_emergency"
      spot="page"
      name={t('page.form')}
      submit={t('page.trigger')}
      look={advised ? 'primary' : 'default'}
      plan={emergency.plan}
      duty={on_call.engineer}
      subject={ticket?.subject}
      drafts={[reason, despite]}
      body={() => ({
        ...(checklist.answered ? { answers: checklist.answers } : {}),
        reason: reason.text.trim(),
        ...(emergency.despite ? { despite: despite.text.trim() } : {}),
      })}
      question={t('page.confirm_title', { ticket: id })}
      consequence={
        <>
          <p class="subtle">{t(emergency.route === 'macro' ? 'page.route_macro' : 'page.route_pagerduty')}</p>
          {emergency.despite && <Note tone="warning">{emergency.blocked}</Note>}
          {warning && <Note tone="warning">{warning}</Note>}
        </>
      }
    >
      {emergency.despite && (
        <Field label={t('page.despite_reason')} hint={t('page.despite_hint')} draft={despite} required multiline />
      )}
      <Field label={t('page.reason')} hint={t('page.reason_hint')} draft={reason} required multiline />
    </PageForm>
  );
}

/** The checklist advises and never forbids; paging against it is said aloud before it happens. */
function against(notEntitled: boolean, verdict: Verdict | undefined): string | null {
  if (notEntitled) return t('page.against_entitlement');
  if (verdict === undefined) return t('page.no_verdict');
  return SPEAKS_FOR_PAGING.includes(verdict) ? null : t('page.against_verdict', { verdict: t(`verdict.${verdict}`) });
}
