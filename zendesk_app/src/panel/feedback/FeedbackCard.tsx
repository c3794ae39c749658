import type { Operation, Panel } from '../../api/types';
import { Card } from '../../ui/Card';
import { Link } from '../../ui/Link';
import { Tag } from '../../ui/Tag';
import { t } from '../../words/words';
import { Later } from '../Later';
import { contactDue } from '../top/matters';
import { Operations } from '../Operations';
import { SourceNote } from '../../ui/SourceNote';
import { FeedbackIssueView } from './FeedbackIssueView';

interface FeedbackCardProps {
  panel: Panel;
  operations: readonly Operation[];
  startsOpen: boolean;
}

/** What the customer said of us while the ticket was open. */
export function FeedbackCard({ panel, operations, startsOpen }: FeedbackCardProps) {
  const { feedback, sources } = panel;
  const known = feedback.issues.length > 0 || sources.gitlab.as_of !== null;
  return (
    <Card
      id="feedback"
      title={t('feedback.title')}
      summary={<Summary panel={panel} known={known} />}
      startsOpen={startsOpen}
    >
      <Operations area="feedback" operations={operations} />
      <SourceNote name="gitlab" source={sources.gitlab}>
        <p>
          <Link href={feedback.project_url}>{t('feedback.project')}</Link>
        </p>
      </SourceNote>
      {feedback.issues.length === 0 && <p class="subtle">{t(known ? 'feedback.none' : 'feedback.unknown')}</p>}
      {feedback.issues[0] && <FeedbackIssueView issue={feedback.issues[0]} />}
      <Later draw={({ FeedbackWork }) => <FeedbackWork feedback={feedback} links={panel.links} />} />
    </Card>
  );
}

function Summary({ panel, known }: { panel: Panel; known: boolean }) {
  const { issues } = panel.feedback;
  if (!known) return <Tag>{t('state.unknown')}</Tag>;
  const due = issues.find(contactDue);
  if (due) return <Tag tone={due.level === 'calm' ? 'amber' : due.level}>{t('feedback.state.contact_due')}</Tag>;
  if (issues.length === 0) return <span class="subtle">{t('feedback.state.none')}</span>;
  return <Tag>{t('feedback.count', { count: issues.length })}</Tag>;
}
