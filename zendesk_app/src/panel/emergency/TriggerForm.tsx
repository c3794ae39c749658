import type { ApiFailure } from '../../api/errors';
import type { Emergency, Panel, Verdict } from '../../api/types';
import { useCan, useDesk } from '../../ui/hooks/desk';
import { useNow } from '../../ui/hooks/useNow';
import { useWay } from '../../ui/hooks/way';
import { useDraft } from '../../ui/hooks/useDraft';
import { Field } from '../../ui/Field';
import { Moment } from '../../ui/Moment';
import { Note } from '../../ui/Note';
import { span } from '../../words/time';
import { t } from '../../words/words';
import { PageForm } from './PageForm';
import { PageMessage } from './PageMessage';
import { titleOf } from './titles';
import type { Checklist } from './useAssessment';

const SPEAKS_FOR_PAGING: readonly Verdict[] = ['emergency', 'exception', 'security_emergency', 'judgement'];

interface TriggerFormProps {
  panel: Panel;
  checklist: Checklist;
  onAsking: (asking: boolean) => void;
  /** What has come in the way while the confirmation is open. */
  over: ApiFailure | null;
}

/** The reason, and the confirmation that says whom it wakes and what speaks against it. */
export function TriggerForm({ panel, checklist, onAsking, over }: TriggerFormProps) {
  const { emergency, on_call, ticket } = panel;
  const { ticket: id } = useDesk();
  const reason = useDraft('page.reason');
  const despite = useDraft('page.despite');
  const verdict = checklist.assessment?.holds.verdict ?? undefined;
  const decided = checklist.assessment?.holds.decision != null;
  const advised = verdict !== undefined && SPEAKS_FOR_PAGING.includes(verdict);
  const warning = against(emergency, verdict, decided);
  const body = () => ({
    ...(checklist.answered ? { answers: checklist.answers } : {}),
    reason: reason.text.trim(),
    ...(emergency.despite ? { despite: despite.text.trim() } : {}),
  });
  return (
    <PageForm
      kind="trigger_emergency"
      spot="page"
      name={t('kind.trigger_emergency')}
      submit={t('page.trigger')}
      look={advised ? 'primary' : 'default'}
      plan={emergency.plan}
      duty={on_call.engineer}
      subject={ticket?.subject}
      drafts={[reason, despite]}
      onAsking={onAsking}
      over={over}
      body={body}
      question={t('page.confirm_title', { ticket: id })}
      first={<Wakes panel={panel} />}
      message={emergency.route === 'pagerduty' && <PageMessage page={{ kind: 'trigger_emergency', ...body() }} />}
      consequence={
        <>
          <p class="subtle">{t(emergency.route === 'macro' ? 'page.route_macro' : 'page.route_pagerduty')}</p>
          {emergency.despite && <Note tone="warning">{emergency.blocked}</Note>}
          {warning && <Note tone="warning">{warning}</Note>}
          {emergency.entitlement.answer === 'out_of_hours' && <Note tone="warning">{t('page.out_of_hours')}</Note>}
          <Instead panel={panel} />
        </>
      }
    >
      {emergency.despite && (
        <Field label={t('page.despite_reason')} hint={t('page.despite_hint')} draft={despite} required multiline />
      )}
      <Field label={t('page.reason')} draft={reason} required multiline />
    </PageForm>
  );
}

/** Whom the page wakes, with how much already, and until when it is their turn. */
function Wakes({ panel }: { panel: Panel }) {
  const now = useNow();
  const { emergency, on_call } = panel;
  const who = emergency.plan.pages;
  if (who === null) return null;
  const duty = on_call.engineer;
  return (
    <p>
      <span class="strong">{wakes(panel, who, now)}</span>{' '}
      {duty?.until && duty.name === who && (
        <span class="subtle">
          {t('page.on_call_until')} <Moment at={duty.until} as="moment" />.
        </span>
      )}
    </p>
  );
}

function wakes({ emergency, sources, on_call }: Panel, who: string, now: number): string {
  const { others_open: pages, others_total: total } = emergency;
  // Two people may have one name: what somebody has open is counted by their account, and only where all is known.
  const id = on_call.engineer?.user_id;
  if (!id || sources.pagerduty.state !== 'fresh' || total > pages.length) return t('page.wakes_unknown', { who });
  const theirs = pages.filter(({ assigned_ids: people }) => people.includes(id));
  const waiting = theirs.filter(({ status }) => status === 'triggered').map(page => Date.parse(page.created_at));
  if (theirs.length === 0) return t('page.wakes', { who });
  const open = t('page.wakes_busy', { who, count: theirs.length });
  if (waiting.length === 0) return `${open}.`;
  return t('page.wakes_waiting', { open, count: waiting.length, span: span(now - Math.min(...waiting)) });
}

/** The other way: the manager, or PagerDuty going on by itself. */
function Instead({ panel: { emergency, on_call } }: { panel: Panel }) {
  const can = useCan();
  const { go } = useWay();
  const next = emergency.levels[1]?.name;
  const who = on_call.manager?.name;
  return (
    <p class="small">
      {next && t('page.then', { level: next })}{' '}
      {who && can('call_manager') && (
        <button type="button" class="anchor" onClick={() => go({ card: 'emergency', spot: 'call_manager' })}>
          {t('page.instead', { who })}
        </button>
      )}
    </p>
  );
}

/** Nothing here forbids; paging against what holds is said aloud before it happens. */
function against(
  { entitlement, verdict_titles: titles }: Emergency,
  verdict: Verdict | undefined,
  decided: boolean,
): string | null {
  if (entitlement.answer === 'no' && !decided) return t('page.against_entitlement');
  if (verdict === undefined) return t('page.no_verdict');
  if (SPEAKS_FOR_PAGING.includes(verdict)) return null;
  return t(decided ? 'page.against_decision' : 'page.against_verdict', { verdict: titleOf(titles, verdict) });
}
