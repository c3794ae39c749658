import type { FeedbackIssue } from '../../api/types';
import { Deadline } from '../../ui/Deadline';
import { Fact } from '../../ui/Fact';
import { Link } from '../../ui/Link';
import { Moment } from '../../ui/Moment';
import { MovedTo } from '../../ui/MovedTo';
import { People } from '../../ui/People';
import { Tag, type Tone } from '../../ui/Tag';
import { Act } from '../Act';
import { t } from '../../words/words';

const TONES: Record<FeedbackIssue['sentiment'], Tone> = { positive: 'good', negative: 'red', neutral: 'neutral' };

/** One piece of feedback: what it says of us, how far the contact is, who has it. */
export function FeedbackIssueView({ issue }: { issue: FeedbackIssue }) {
  return (
    <div class="stack stack-tight">
      <p>
        <Tag tone={TONES[issue.sentiment]}>{t(`feedback.sentiment.${issue.sentiment}`)}</Tag>{' '}
        <Link href={issue.url}>{t('feedback.issue', { iid: issue.iid })}</Link>
      </p>
      <dl class="facts">
        <MovedTo to={issue.moved_to} />
        <Fact name={t('feedback.state.title')}>
          {t(`feedback.state.${issue.state}`)}
          {issue.due_at && issue.state === 'contact_due' && (
            <span class="block">
              <Deadline at={issue.due_at} level={issue.level} />{' '}
              <span class="subtle">
                <Moment at={issue.due_at} as="moment" />
              </span>
            </span>
          )}
        </Fact>
        <Fact name={t('feedback.assignee')}>
          <People names={issue.assignees} nobody={t('feedback.nobody')} />
        </Fact>
        <Fact name={t('feedback.received')}>
          <Moment at={issue.created_at} />
        </Fact>
      </dl>
      {/* Found by its title, but neither side names the other yet. */}
      {!issue.linked && (
        <div>
          <Act
            kind="link_feedback"
            body={{ issue: String(issue.iid) }}
            label={t('feedback.link_this', { iid: issue.iid })}
            look="default"
          />
        </div>
      )}
    </div>
  );
}
