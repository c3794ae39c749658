import type { ComponentChildren } from 'preact';
import type { ApiFailure } from '../../api/errors';
import type { Bodies } from '../../api/bodies';
import type { PageKind } from '../../api/client';
import type { Duty, PagePlan } from '../../api/types';
import type { Draft } from '../../ui/hooks/useDraft';
import { Note } from '../../ui/Note';
import { t } from '../../words/words';
import { ConfirmedForm } from '../../ui/ConfirmedForm';
import { ManualWay } from '../../ui/ManualWay';
import { PlanFacts, whom } from './PlanFacts';

interface PageFormProps<K extends PageKind> {
  kind: K;
  spot?: string;
  name: string;
  submit: string;
  look?: 'primary' | 'default';
  plan: PagePlan;
  /** Who is on call where the plan pages. */
  duty: Duty | null;
  subject: string | undefined;
  drafts: readonly Draft[];
  body: () => Bodies[K];
  /** The title of the confirmation, and what it says besides the plan. */
  question: string;
  consequence: ComponentChildren;
  /** What PagerDuty shows below the title. */
  message?: ComponentChildren;
  /** What stands before all else: whom it wakes. */
  first?: ComponentChildren;
  onAsking?: (asking: boolean) => void;
  over?: ApiFailure | null;
  children: ComponentChildren;
}

/** Page somebody: a text, then a confirmation that names whom it wakes. Not configured: the manual way. */
export function PageForm<K extends PageKind>(props: PageFormProps<K>) {
  const { plan, duty, subject, consequence, message, first, children, ...form } = props;
  if (!plan.configured) {
    return (
      <Note tone="warning" title={t('page.not_configured')}>
        <ManualWay steps={plan.manual} />
      </Note>
    );
  }
  return (
    <ConfirmedForm
      {...form}
      confirm={t('page.confirm', { who: whom(plan) })}
      details={
        <>
          {first}
          <PlanFacts
            plan={plan}
            duty={duty}
            subject={subject}
            titled={form.kind === 'trigger_emergency'}
            quoted={Boolean(message)}
          />
          {message}
          {consequence}
        </>
      }
    >
      {children}
    </ConfirmedForm>
  );
}
