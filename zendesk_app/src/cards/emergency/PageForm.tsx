import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Bodies } from '../../api/bodies';
import type { PagePlan } from '../../api/types';
import { useAction } from '../../hooks/useAction';
import type { Draft } from '../../hooks/useDraft';
import { Dialog } from '../../ui/Dialog';
import { Form } from '../../ui/Form';
import { Note } from '../../ui/Note';
import { t } from '../../words/words';
import { ManualWay } from '../ManualWay';
import { PlanFacts, whom } from './PlanFacts';

type PageKind = 'trigger_emergency' | 'page_backup_pool';

interface PageFormProps<K extends PageKind> {
  kind: K;
  name: string;
  submit: string;
  look?: 'primary' | 'default';
  plan: PagePlan;
  subject: string | undefined;
  draft: Draft;
  body: () => Bodies[K];
  /** The title of the confirmation, and what it says besides the plan. */
  question: string;
  consequence: ComponentChildren;
  children: ComponentChildren;
}

/** Page somebody: a text, then a confirmation that names whom it wakes. Not configured: the manual way. */
export function PageForm<K extends PageKind>(props: PageFormProps<K>) {
  const { kind, name, submit, look = 'primary', plan, subject, draft, body, question, consequence, children } = props;
  const action = useAction(kind);
  const [asking, setAsking] = useState(false);

  if (!plan.configured) {
    return (
      <Note tone="warning" title={t('page.not_configured')}>
        <ManualWay steps={plan.manual} />
      </Note>
    );
  }

  function cancel(): void {
    action.clear();
    setAsking(false);
  }

  async function page(): Promise<void> {
    const state = await action.send(body());
    if (state === null) return;
    setAsking(false);
    if (state !== 'failed') draft.clear();
  }

  return (
    <>
      <Form name={name} submit={submit} danger look={look} failure={null} onSubmit={() => setAsking(true)}>
        {children}
      </Form>
      {asking && (
        <Dialog
          title={question}
          confirm={t('page.confirm', { who: whom(plan) })}
          danger
          busy={action.sending}
          failure={action.failure}
          onConfirm={() => void page()}
          onCancel={cancel}
        >
          <PlanFacts plan={plan} subject={subject} />
          {consequence}
        </Dialog>
      )}
    </>
  );
}
