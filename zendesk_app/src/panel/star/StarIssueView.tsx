import type { StarIssue } from '../../api/types';
import { Deadline } from '../../ui/Deadline';
import { Fact } from '../../ui/Fact';
import { Link } from '../../ui/Link';
import { Moment } from '../../ui/Moment';
import { MovedTo } from '../../ui/MovedTo';
import { People } from '../../ui/People';
import { Tag, type Tone } from '../../ui/Tag';
import { t } from '../../words/words';

const TONES: Record<StarIssue['state'], Tone> = {
  submitted: 'amber',
  acknowledged: 'amber',
  in_progress: 'neutral',
  resolved: 'good',
  unstarred: 'neutral',
  moved: 'neutral',
};

/** One request for attention: state, urgency and its clock, who has it, who asked. */
export function StarIssueView({ issue }: { issue: StarIssue }) {
  return (
    <div class="stack stack-tight">
      <p>
        <Tag tone={TONES[issue.state]}>{t(`star.state.${issue.half_rejected ? 'half_rejected' : issue.state}`)}</Tag>{' '}
        <Link href={issue.url}>{t('star.issue', { iid: issue.iid })}</Link>{' '}
        {issue.thread && <Link href={issue.thread}>{t('star.thread')}</Link>}
      </p>
      <dl class="facts">
        <MovedTo to={issue.moved_to} />
        <Fact name={t('star.urgency.title')}>
          {issue.urgency_label ?? t('star.urgency.unknown')}{' '}
          {issue.due_at && <Deadline at={issue.due_at} level={issue.level} />}
        </Fact>
        <Fact name={t('star.assignee')}>
          <People names={issue.assignees} nobody={t('star.nobody')} />
        </Fact>
        <Fact name={t('star.initiator')}>
          {issue.initiator ? <bdi>{issue.initiator}</bdi> : <span class="subtle">{t('star.initiator_unknown')}</span>}
          <span class="subtle">
            {' · '}
            <Moment at={issue.created_at} />
          </span>
        </Fact>
      </dl>
    </div>
  );
}
