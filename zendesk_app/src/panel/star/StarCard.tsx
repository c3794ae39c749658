import type { Operation, Panel } from '../../api/types';
import { Card } from '../../ui/Card';
import { Tag, type Tone } from '../../ui/Tag';
import { t } from '../../words/words';
import { openStar } from '../top/matters';
import { Later } from '../Later';

interface StarCardProps {
  panel: Panel;
  operations: readonly Operation[];
  startsOpen: boolean;
}

/** The requests for attention of this ticket. */
export function StarCard({ panel, operations, startsOpen }: StarCardProps) {
  const { star, sources } = panel;
  // Until GitLab has been read once, it is unknown whether there is a STAR.
  const known = star.issues.length > 0 || sources.gitlab.as_of !== null;
  return (
    <Card id="star" title={t('star.title')} summary={<Summary panel={panel} known={known} />} startsOpen={startsOpen}>
      <Later draw={({ StarWork }) => <StarWork panel={panel} known={known} operations={operations} />} />
    </Card>
  );
}

function Summary({ panel, known }: { panel: Panel; known: boolean }) {
  const { state, issues, unreadable } = panel.star;
  if (!known) return <Tag>{t('state.unknown')}</Tag>;
  if (state === 'none' && unreadable.length > 0) return <Tag>{t('star.state.none_readable')}</Tag>;
  if (state === 'none') return <span class="subtle">{t('star.state.none')}</span>;
  const { level, half_rejected: half } = issues.find(openStar) ?? {};
  const tone: Tone = level === 'red' || level === 'amber' ? level : state === 'resolved' ? 'good' : 'neutral';
  return <Tag tone={tone}>{t(`star.state.${half ? 'half_rejected' : state}`)}</Tag>;
}
