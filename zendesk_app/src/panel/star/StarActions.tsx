import { useState } from 'preact/hooks';
import type { Macro, Star, StarIssue } from '../../api/types';
import { useAction } from '../../ui/hooks/useAction';
import { useCan } from '../../ui/hooks/desk';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { t } from '../../words/words';
import { type ActionTab, ActionTabs, useTab } from '../ActionTabs';
import { Forbidden } from '../Forbidden';
import type { Next } from '../top/matters';
import { ApplyMacro } from '../macros/ApplyMacro';
import { Mechanics, nextStep } from './Mechanics';
import { MoveDiscussion } from './MoveDiscussion';
import { AssignStar, CommentStar, RejectStar, ResolveStar } from './StarForms';

interface StarActionsProps {
  issue: StarIssue;
  star: Star;
  macros: readonly Macro[];
  /** What the status above offers for it already. */
  led: Next | 'rest' | undefined;
  /** An acknowledgement is on its way. */
  acknowledging: boolean;
}

/** The form that each step opens. */
const FORMS: Partial<Record<string, string>> = {
  triage: 'comment',
  assign: 'assign',
  document: 'comment',
  resolve: 'resolve',
};

/** What can be done with an open STAR, as far as this agent may. */
export function StarActions({ issue, star, macros, led, acknowledging }: StarActionsProps) {
  const { resolution_labels: labels, crosslink_macro: crosslink } = star.form;
  const macro = macros.find(({ id }) => id === crosslink);
  const can = useCan();
  const acknowledge = useAction('acknowledge_star');
  const ticking = useAction('tick_star');
  const [asking, setAsking] = useState(false);
  const choice = useTab(`star.${issue.iid}`);
  const [, show] = choice;
  const tabs: ActionTab[] = [];
  if (can('assign_star')) {
    tabs.push({
      id: 'assign',
      label: t('star.assign'),
      form: close => <AssignStar close={close} />,
    });
  }
  if (can('comment_star')) {
    tabs.push({
      id: 'comment',
      label: t('star.comment'),
      form: close => <CommentStar close={close} />,
    });
  }
  if (can('move_discussion')) {
    tabs.push({
      id: 'ask',
      label: t('star.ask'),
      form: close => <MoveDiscussion close={close} />,
    });
  }
  if (can('resolve_star')) {
    tabs.push({
      id: 'resolve',
      label: t('star.resolve'),
      form: close => <ResolveStar labels={labels} close={close} />,
    });
  }
  const half = Boolean(issue.half_rejected);
  if (can('reject_star') && !half) {
    tabs.push({
      id: 'reject',
      label: t('star.reject'),
      form: close => <RejectStar close={close} issue={issue} />,
    });
  }
  const forms = Object.entries(FORMS).flatMap(([step, form]) => {
    const tab = tabs.find(({ id }) => id === form);
    return tab && !(step === 'assign' && led === 'assign_star')
      ? [[step, { label: tab.label, run: () => show(tab.id) }] as const]
      : [];
  });
  const acts = {
    ...(led ? {} : { acknowledge: { label: t('star.acknowledge'), run: () => void acknowledge.send({}) } }),
    // Acknowledging applies the macro too: alone it is offered only once that is over.
    ...(macro && issue.state !== 'submitted' && !acknowledging
      ? { crosslink: { label: t('macros.apply'), run: () => setAsking(true) } }
      : {}),
    ...Object.fromEntries(forms),
  };
  // What the status or the next step has a button for is not offered here as well.
  const stepping = can('resolve_star');
  const carried = [
    stepping && !half ? FORMS[nextStep(issue) ?? ''] : undefined,
    led === 'assign_star' ? 'assign' : undefined,
  ];
  return (
    <>
      {stepping && !half && (
        <Mechanics
          issue={issue}
          acts={acts}
          tick={(step, done) => void ticking.send({ step, done })}
          reminders={star.reminders}
        />
      )}
      <ActionTabs tabs={tabs} choice={choice} carried={carried}>
        {issue.state === 'submitted' && can('acknowledge_star') && !led && !stepping && (
          <Button look="primary" busy={acknowledge.sending} onClick={() => void acknowledge.send({})}>
            {t('star.acknowledge')}
          </Button>
        )}
      </ActionTabs>
      {ticking.failure && <Failure failure={ticking.failure} />}
      {acknowledge.failure && <Failure failure={acknowledge.failure} />}
      {asking && macro && <ApplyMacro macro={macro} close={() => setAsking(false)} />}
      {!stepping && <Forbidden what={t('forbidden.handling_star')} />}
    </>
  );
}
