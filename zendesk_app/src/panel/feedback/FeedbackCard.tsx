import type { Operation, Panel } from '../../api/types';
import { Card } from '../../ui/Card';
import { Tag } from '../../ui/Tag';
import { t } from '../../words/words';
import { Later } from '../Later';
import { contactDue } from '../top/matters';

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
      <Later draw={({ FeedbackWork }) => <FeedbackWork panel={panel} known={known} operations={operations} />} />
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
