import type { Duty, PagePlan } from '../../api/types';
import { useDesk } from '../../ui/hooks/desk';
import { Fact } from '../../ui/Fact';
import { Moment } from '../../ui/Moment';
import { Quoted } from '../../ui/Quoted';
import { t } from '../../words/words';

interface PlanFactsProps {
  plan: PagePlan;
  duty: Duty | null;
  subject: string | undefined;
  /** The title does not depend on what somebody writes. */
  titled: boolean;
  /** What PagerDuty will show stands below, the ticket and its subject in it. */
  quoted: boolean;
}

/** What a page will be, named before it is sent. */
export function PlanFacts({ plan, duty, subject, titled, quoted }: PlanFactsProps) {
  const { ticket } = useDesk();
  return (
    <dl class="facts">
      {!quoted && (
        <Fact name={t('page.ticket')}>
          #{ticket}{' '}
          {subject && (
            <bdi class="subtle">
              <Quoted text={subject} />
            </bdi>
          )}
        </Fact>
      )}
      <Fact name={t('page.service')}>{plan.service}</Fact>
      <Fact name={t('page.policy')}>{plan.escalation_policy || t('page.policy_default')}</Fact>
      {!titled && (
        <Fact name={t('page.pages')}>
          <bdi class="strong">{whom(plan)}</bdi>
          {duty?.until && duty.name === plan.pages && (
            <span class="subtle">
              {' '}
              {t('on_call.until')} <Moment at={duty.until} as="moment" />
            </span>
          )}
        </Fact>
      )}
      {titled && <Fact name={t('page.title')}>{plan.title}</Fact>}
    </dl>
  );
}

/** Who is paged: the person when known, else the rotation. */
export const whom = (plan: PagePlan): string => plan.pages ?? (plan.escalation_policy || plan.service);
