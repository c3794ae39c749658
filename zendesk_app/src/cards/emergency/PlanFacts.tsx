import type { PagePlan } from '../../api/types';
import { useDesk } from '../../hooks/desk';
import { Fact } from '../../ui/Fact';
import { t } from '../../words/words';

/** What a page will be, named before it is sent. */
export function PlanFacts({ plan, subject }: { plan: PagePlan; subject: string | undefined }) {
  const { ticket } = useDesk();
  return (
    <dl class="facts">
      <Fact name={t('page.ticket')}>
        #{ticket} {subject && <bdi class="subtle">{subject}</bdi>}
      </Fact>
      <Fact name={t('page.service')}>{plan.service}</Fact>
      <Fact name={t('page.policy')}>{plan.escalation_policy || t('page.policy_default')}</Fact>
      <Fact name={t('page.title')}>{plan.title}</Fact>
      <Fact name={t('page.pages')}>
        <bdi class="strong">{whom(plan)}</bdi>
      </Fact>
    </dl>
  );
}

/** Who is paged: the person when known, else the rotation. */
export const whom = (plan: PagePlan): string => plan.pages ?? (plan.escalation_policy || plan.service);
