import type { Feedback, Panel } from '../../api/types';
import { Quoted } from '../../ui/Quoted';
import { useDesk } from '../../ui/hooks/desk';
import { t } from '../../words/words';
import { CardLinks } from '../CardLinks';
import { InsertText } from '../InsertText';
import { contactDue } from '../top/matters';
import { FeedbackActions } from './FeedbackActions';
import { FeedbackIssueView } from './FeedbackIssueView';
import { LinkFeedback } from './LinkFeedback';

/** What people do about feedback. The first issue stands above this: its actions come first, then the others. */
export function FeedbackWork({ feedback, links }: { feedback: Feedback; links: Panel['links'] }) {
  return (
    <>
      {feedback.issues.map((issue, index) => [
        index > 0 && <FeedbackIssueView key={`view ${issue.iid}`} issue={issue} />,
        issue.text !== '' && (
          <p key={`said ${issue.iid}`}>
            <Quoted text={issue.text} />
          </p>
        ),
        <FeedbackActions key={`actions ${issue.iid}`} issue={issue} />,
        contactDue(issue) && <Reply key={`reply ${issue.iid}`} text={feedback.reply} />,
      ])}
      <LinkFeedback />
      <CardLinks links={links} card="feedback" />
    </>
  );
}

/** The manager's reply, with their own scheduling link, for the draft. */
function Reply({ text }: { text: string | null }) {
  const { agent } = useDesk();
  if (text === null || !agent.can.includes('record_contact')) return null;
  const link = agent.scheduling_link ?? t('feedback.your_link');
  return <InsertText what={t('feedback.reply')} text={text.replaceAll('{scheduling_link}', link)} />;
}
