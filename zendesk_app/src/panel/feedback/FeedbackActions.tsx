import type { FeedbackIssue } from '../../api/types';
import { useAction } from '../../ui/hooks/useAction';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { useCan } from '../../ui/hooks/desk';
import { t } from '../../words/words';
import { type ActionTab, ActionTabs, useTab } from '../ActionTabs';
import { Forbidden } from '../Forbidden';
import { CloseFeedback, NoteFeedback, RecordContact } from './FeedbackForms';

/** What a manager does with feedback: contact the customer, close, note what came later. */
export function FeedbackActions({ issue }: { issue: FeedbackIssue }) {
  const can = useCan();
  const choice = useTab(`feedback.${issue.iid}`);
  const closed = issue.state === 'closed' || issue.state === 'moved';
  const onTrack = useAction('feedback_on_track');
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
    tabs.push({
      id: 'note',
      label: t('feedback.note'),
      form: close => <NoteFeedback issue={issue} close={close} />,
    });
  }
  return (
    <>
      <ActionTabs tabs={tabs} choice={choice}>
        {issue.on_track === false && can('feedback_on_track') && (
          <Button busy={onTrack.sending} onClick={() => void onTrack.send({ iid: issue.iid })}>
            {t('feedback.on_track')}
          </Button>
        )}
      </ActionTabs>
      {onTrack.failure && <Failure failure={onTrack.failure} />}
      {!closed && !can('record_contact') && <Forbidden what={t('forbidden.handling_feedback')} />}
    </>
  );
}
