import type { StarIssue } from '../../api/types';
import { Fact } from '../../ui/Fact';
import { Moment } from '../../ui/Moment';
import { Quoted } from '../../ui/Quoted';
import { t } from '../../words/words';
import './Asked.css';

/** What somebody asked for, what was said about it from here, and why it was rejected: as text. */
export function Asked({ issue }: { issue: StarIssue }) {
  const { reason, desired_result: result, plan, comments, rejection } = issue;
  if (reason === null && result === null && plan === null && comments.length === 0 && rejection === null) return null;
  return (
    <dl class="facts words">
      {reason !== null && <Words name={t('star.reason_said')} text={reason} />}
      {result !== null && <Words name={t('star.result')} text={result} />}
      {plan && <Words name={t('star.plan')} text={plan} />}
      {rejection && <Words name={t('star.rejected_why')} text={rejection.why} {...rejection} />}
      {rejection && <Words name={t('star.alternative')} text={rejection.alternative} />}
      {comments.map(comment => (
        <Words key={comment.at} name={t('star.said')} {...comment} />
      ))}
    </dl>
  );
}

interface WordsProps {
  name: string;
  text: string;
  by?: string;
  at?: string;
}

function Words({ name, text, by, at }: WordsProps) {
  return (
    <Fact name={name}>
      <Quoted text={text} />
      {by && at && (
        <span class="block small subtle">
          <bdi>{by}</bdi> · <Moment at={at} />
        </span>
      )}
    </Fact>
  );
}
