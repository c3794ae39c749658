import type { Operation, Panel } from '../../api/types';
import { Kept } from '../../ui/Kept';
import { Link } from '../../ui/Link';
import { Quoted } from '../../ui/Quoted';
import { SourceNote } from '../../ui/SourceNote';
import { useDesk } from '../../ui/hooks/desk';
import { t } from '../../words/words';
import { CardLinks } from '../CardLinks';
import { InsertText } from '../InsertText';
import { Operations } from '../Operations';
import { contactDue } from '../top/matters';
import { FeedbackActions } from './FeedbackActions';
import { FeedbackIssueView } from './FeedbackIssueView';
import { LinkFeedback } from './LinkFeedback';

interface FeedbackWorkProps {
  panel: Panel;
  /** Whether GitLab has said if there is feedback. */
  known: boolean;
  operations: readonly Operation[];
}

/** The feedback on this ticket and what people do about each piece of it. */
export function FeedbackWork({ panel: { feedback, links, sources }, known, operations }: FeedbackWorkProps) {
  const answers = { spot: 'feedback', operations } as const;
  return (
    <>
      <SourceNote name="gitlab" source={sources.gitlab}>
        <p>
          <Link href={feedback.project_url}>{t('feedback.project')}</Link>
        </p>
      </SourceNote>
      {feedback.issues.length === 0 && <p class="subtle">{t(known ? 'feedback.none' : 'feedback.unknown')}</p>}
      {feedback.issues.map((issue, index) => [
        <Kept key={`view ${issue.iid}`}>
          <FeedbackIssueView issue={issue} />
        </Kept>,
        issue.text !== '' && (
          <p key={`said ${issue.iid}`}>
            <Quoted text={issue.text} />
          </p>
        ),
        <Kept key={`actions ${issue.iid}`}>
          <FeedbackActions issue={issue} />
          {index === 0 && <Operations {...answers} />}
        </Kept>,
        <Kept key={`reply ${issue.iid}`}>{contactDue(issue) && <Reply text={feedback.reply} />}</Kept>,
      ])}
      <Kept>
        <LinkFeedback />
        {feedback.issues.length === 0 && <Operations {...answers} />}
      </Kept>
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
