import type { StarIssue } from '../../api/types';
import { useAction } from '../../hooks/useAction';
import { useCan } from '../../hooks/desk';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { t } from '../../words/words';
import { type ActionTab, ActionTabs } from '../ActionTabs';
import { Forbidden } from '../Forbidden';
import { AssignStar, CommentStar, RejectStar, ResolveStar } from './StarForms';

interface StarActionsProps {
  issue: StarIssue;
  labels: readonly string[];
}

/** What can be done with an open STAR, as far as this agent may. */
export function StarActions({ issue, labels }: StarActionsProps) {
  const can = useCan();
  const acknowledge = useAction('acknowledge_star');
  const tabs: ActionTab[] = [];
  if (can('assign_star'))
    tabs.push({ id: 'assign', label: t('star.assign'), form: close => <AssignStar close={close} /> });
  if (can('comment_star'))
    tabs.push({ id: 'comment', label: t('star.comment'), form: close => <CommentStar close={close} /> });
  if (can('resolve_star')) {
    tabs.push({
      id: 'resolve',
      label: t('star.resolve'),
      form: close => <ResolveStar labels={labels} close={close} />,
    });
  }
  if (can('reject_star'))
    tabs.push({ id: 'reject', label: t('star.reject'), form: close => <RejectStar close={close} /> });
  return (
    <>
      <ActionTabs tabs={tabs}>
        {issue.state === 'submitted' && can('acknowledge_star') && (
          <Button look="primary" busy={acknowledge.sending} onClick={() => void acknowledge.send({})}>
            {t('star.acknowledge')}
          </Button>
        )}
      </ActionTabs>
      {acknowledge.failure && <Failure failure={acknowledge.failure} />}
      {!can('resolve_star') && <Forbidden what={t('forbidden.handling_star')} />}
    </>
  );
}
