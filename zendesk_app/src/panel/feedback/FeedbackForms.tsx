/** The forms of a manager's work on feedback. */
import { useEffect, useState } from 'preact/hooks';
import type { FeedbackIssue } from '../../api/types';
import { useDesk } from '../../ui/hooks/desk';
import { useAnswer } from '../../ui/hooks/useAnswer';
import { useDraft } from '../../ui/hooks/useDraft';
import { Field } from '../../ui/Field';
import { t } from '../../words/words';
import { ConfirmedForm } from '../../ui/ConfirmedForm';
import { TextAction } from '../../ui/TextAction';
import { TextForm } from '../../ui/TextForm';

interface IssueForm {
  issue: FeedbackIssue;
  close: () => void;
}

/** What the manager has just written to the customer stands there already. */
export function RecordContact({ issue: { iid }, close }: IssueForm) {
  const { api, ticket } = useDesk();
  const text = useDraft(`feedback.${iid}.contact`);
  const { data } = useAnswer(text.text === '' ? `${ticket}` : null, signal => api.lastReply(ticket, signal), 0);
  const reply = data?.text ?? null;
  const [taken, take] = useState(false);
  // Once, and never over what somebody has begun to write.
  useEffect(() => {
    if (reply === null || taken || text.text !== '') return;
    take(true);
    text.set(reply);
  }, [reply, taken, text]);
  return (
    <TextAction
      kind="record_contact"
      name={t('feedback.contact')}
      submit={t('feedback.contact_submit')}
      drafts={[text]}
      body={() => ({ iid, text: text.text.trim() })}
      close={close}
    >
      <Field
        label={t('feedback.contact_text')}
        hint={t(taken ? 'feedback.contact_taken' : 'feedback.contact_hint')}
        draft={text}
        required
        multiline
      />
    </TextAction>
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
