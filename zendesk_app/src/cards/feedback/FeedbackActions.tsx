import type { FeedbackIssue } from '../../api/types';
import { useCan } from '../../hooks/desk';
import { useDraft } from '../../hooks/useDraft';
import { Field } from '../../ui/Field';
import { t } from '../../words/words';
import { type ActionTab, ActionTabs } from '../ActionTabs';
import { Forbidden } from '../Forbidden';
import { TextAction } from '../TextAction';

interface IssueForm {
  issue: FeedbackIssue;
  close: () => void;
}

/** What a manager does with feedback: contact the customer, close, note what came later. */
export function FeedbackActions({ issue }: { issue: FeedbackIssue }) {
  const can = useCan();
  const closed = issue.state === 'closed';
  const tabs: ActionTab[] = [];
  if (!closed && can('record_contact')) {
    tabs.push({
      id: 'contact',
      label: t('feedback.contact'),
      form: close => <RecordContact issue={issue} close={close} />,
    });
  }
  if (!closed && can('close_feedback')) {
    tabs.push({
      id: 'close',
      label: t('feedback.close'),
      form: close => <CloseFeedback issue={issue} close={close} />,
    });
  }
  if (closed && can('note_feedback')) {
    tabs.push({ id: 'note', label: t('feedback.note'), form: close => <NoteFeedback issue={issue} close={close} /> });
  }
  return (
    <>
      <ActionTabs tabs={tabs} />
      {!closed && !can('record_contact') && <Forbidden what={t('forbidden.handling_feedback')} />}
    </>
  );
}

function RecordContact({ issue: { iid }, close }: IssueForm) {
  const text = useDraft(`feedback.${iid}.contact`);
  return (
    <TextAction
      kind="record_contact"
      name={t('feedback.contact')}
      submit={t('feedback.contact_submit')}
      drafts={[text]}
      body={() => ({ iid, text: text.text.trim() })}
      close={close}
    >
      <Field label={t('feedback.contact_text')} hint={t('feedback.contact_hint')} draft={text} required multiline />
    </TextAction>
  );
}

function CloseFeedback({ issue: { iid, state, contact_requested }, close }: IssueForm) {
  const reason = useDraft(`feedback.${iid}.override`);
  const early = contact_requested && state !== 'contacted';
  return (
    <TextAction
      kind="close_feedback"
      name={t('feedback.close')}
      submit={t('feedback.close_submit')}
      drafts={[reason]}
      body={() => ({ iid, ...(early ? { override_reason: reason.text.trim() } : {}) })}
      close={close}
    >
      {early ? (
        <Field label={t('feedback.override')} hint={t('feedback.override_hint')} draft={reason} required multiline />
      ) : (
        <p>{t('feedback.close_what', { iid })}</p>
      )}
    </TextAction>
  );
}

function NoteFeedback({ issue: { iid }, close }: IssueForm) {
  const text = useDraft(`feedback.${iid}.note`);
  return (
    <TextAction
      kind="note_feedback"
      name={t('feedback.note')}
      submit={t('feedback.note_submit')}
      drafts={[text]}
      body={() => ({ iid, text: text.text.trim() })}
      close={close}
    >
      <Field label={t('feedback.note_text')} draft={text} required multiline />
    </TextAction>
  );
}
