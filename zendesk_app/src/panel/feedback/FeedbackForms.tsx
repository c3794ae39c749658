/** The forms of a manager's work on feedback. */
import type { FeedbackIssue } from '../../api/types';
import { useDraft } from '../../ui/hooks/useDraft';
import { Field } from '../../ui/Field';
import { t } from '../../words/words';
import { ConfirmedForm } from '../../ui/ConfirmedForm';
import { TextForm } from '../../ui/TextForm';

interface IssueForm {
  issue: FeedbackIssue;
  close: () => void;
}

export function RecordContact({ issue: { iid }, close }: IssueForm) {
  return (
    <TextForm
      kind="record_contact"
      name={t('feedback.contact')}
      submit={t('feedback.contact_submit')}
      draft={`feedback.${iid}.contact`}
      label={t('feedback.contact_text')}
      hint={t('feedback.contact_hint')}
      multiline
      body={text => ({ iid, text })}
      close={close}
    />
  );
}

export function CloseFeedback({ issue: { iid, state, contact_requested }, close }: IssueForm) {
  const reason = useDraft(`feedback.${iid}.override`);
  const early = contact_requested && state !== 'contacted';
  return (
    <ConfirmedForm
      kind="close_feedback"
      name={t('feedback.close')}
      submit={t('feedback.close_submit')}
      drafts={[reason]}
      body={() => ({ iid, ...(early ? { override_reason: reason.text.trim() } : {}) })}
      question={t('feedback.close_question', { iid })}
      confirm={t('feedback.close_confirm', { iid })}
      details={<p>{t(early ? 'feedback.close_early' : 'feedback.close_what')}</p>}
      close={close}
    >
      {early && (
        <Field label={t('feedback.override')} hint={t('feedback.override_hint')} draft={reason} required multiline />
      )}
    </ConfirmedForm>
  );
}

export function NoteFeedback({ issue: { iid }, close }: IssueForm) {
  return (
    <TextForm
      kind="note_feedback"
      name={t('feedback.note')}
      submit={t('feedback.note_submit')}
      draft={`feedback.${iid}.note`}
      label={t('feedback.note_text')}
      multiline
      body={text => ({ iid, text })}
      close={close}
    />
  );
}
