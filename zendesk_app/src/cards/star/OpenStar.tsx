import type { Star } from '../../api/types';
import { useCan, useDesk } from '../../hooks/desk';
import { useDraft } from '../../hooks/useDraft';
import { Disclosure } from '../../ui/Disclosure';
import { Field } from '../../ui/Field';
import { Pills } from '../../ui/Pills';
import { span } from '../../words/time';
import { t } from '../../words/words';
import { Forbidden } from '../Forbidden';
import { TextAction } from '../TextAction';
import { Checks } from './Checks';

/** Ask for attention: refusals stop everybody but a manager, who says why. */
export function OpenStar({ star }: { star: Star }) {
  const can = useCan();
  const { agent } = useDesk();
  const refused = star.checks.some(check => check.level === 'refuse');
  if (!can('open_star')) return <Forbidden what={t('forbidden.opening_star')} />;
  return (
    <>
      <Checks checks={star.checks} />
      {refused && agent.role !== 'manager' ? (
        <Forbidden what={t('forbidden.overriding')} />
      ) : (
        <Disclosure label={t('star.open')}>
          <StarForm star={star} overriding={refused} />
        </Disclosure>
      )}
    </>
  );
}

function StarForm({ star, overriding }: { star: Star; overriding: boolean }) {
  const { form } = star;
  const urgency = useDraft('star.urgency', form.urgencies[0]?.value ?? 'not_urgent');
  const plan = useDraft('star.plan', form.plan);
  const namespace = useDraft('star.namespace');
  const reason = useDraft('star.reason');
  const result = useDraft('star.result');
  const override = useDraft('star.override');
  const chosen = form.urgencies.find(({ value }) => value === urgency.text)?.value ?? 'not_urgent';
  const group = namespace.text.trim();
  return (
    <TextAction
      kind="open_star"
      name={t('star.form')}
      submit={t('star.submit')}
      drafts={[urgency, plan, namespace, reason, result, override]}
      body={() => ({
        urgency: chosen,
        plan: plan.text.trim(),
        ...(group ? { namespace: group } : {}),
        reason: reason.text.trim(),
        desired_result: result.text.trim(),
        ...(overriding ? { override_reason: override.text.trim() } : {}),
      })}
    >
      <Pills
        name="star.urgency"
        legend={t('star.urgency.title')}
        options={form.urgencies.map(({ value, label, minutes }) => ({
          value,
          label: `${label} · ${span(minutes * 60_000)}`,
        }))}
        value={chosen}
        onChange={urgency.set}
      />
      <Field label={t('star.plan')} draft={plan} required />
      <Field label={t('star.namespace')} draft={namespace} required={form.namespace_required} />
      <Field label={t('star.reason')} hint={t('star.reason_hint')} draft={reason} required multiline />
      <Field label={t('star.result')} draft={result} required multiline />
      {overriding && (
        <Field label={t('star.override')} hint={t('star.override_hint')} draft={override} required multiline />
      )}
    </TextAction>
  );
}
