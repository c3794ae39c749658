import type { Star } from '../../api/types';
import { useDesk } from '../../ui/hooks/desk';
import { useAnswer } from '../../ui/hooks/useAnswer';
import { useAnswers } from '../../ui/hooks/useAnswers';
import { useDraft } from '../../ui/hooks/useDraft';
import { Field } from '../../ui/Field';
import { Pills } from '../../ui/Pills';
import { span } from '../../words/time';
import { t } from '../../words/words';
import { Forbidden } from '../Forbidden';
import { TextAction } from '../../ui/TextAction';
import { Checks } from './Checks';
import { counted, LicenceQuestions } from './LicenceQuestions';

const ASKED = ['yes', 'no'] as const;

/** The request itself; `beside` is the open STAR that it goes past, with a reason. */
export function StarForm({ star, beside = null }: { star: Star; beside?: number | null }) {
  const { form } = star;
  const { api, agent, ticket } = useDesk();
  const urgency = useDraft('star.urgency', form.urgencies[0]?.value ?? '');
  const plan = useDraft('star.plan', form.plan);
  const namespace = useDraft('star.namespace');
  const reason = useDraft('star.reason');
  const result = useDraft('star.result');
  const override = useDraft('star.override');
  const despite = useDraft('star.despite');
  const asked = useDraft('star.asked');
  const licence = useAnswers('licence');
  const chosen = form.urgencies.find(({ value }) => value === urgency.text)?.value ?? '';
  const group = namespace.text.trim();

  const answers = counted(form.licence, licence.answers);
  const said = {
    ...(asked.text ? { engineer_contacted: asked.text === 'yes' } : {}),
    ...(form.licence.length > 0 ? { licence: answers } : {}),
  };
  const anything = asked.text !== '' || Object.keys(answers).length > 0;
  const { data: live } = useAnswer(anything ? JSON.stringify(said) : null, signal =>
    api.starChecks(ticket, said, signal),
  );
  // What the ticket itself says stands above the form already.
  const known = star.checks.map(check => check.id);
  const added = anything ? (live?.checks ?? []).filter(check => !known.includes(check.id)) : [];
  const overriding = [...star.checks, ...added].some(check => check.level === 'refuse');

  return (
    <TextAction
      kind="open_star"
      name={t('star.form')}
      submit={t('star.submit')}
      drafts={[urgency, plan, namespace, reason, result, override, despite, asked, licence]}
      body={() => ({
        urgency: chosen,
        plan: plan.text.trim(),
        ...(group ? { namespace: group } : {}),
        reason: reason.text.trim(),
        desired_result: result.text.trim(),
        ...said,
        ...(beside === null ? {} : { despite: despite.text.trim() }),
        ...(overriding && override.text.trim() ? { override_reason: override.text.trim() } : {}),
      })}
    >
      {beside !== null && (
        <Field
          label={t('star.another_reason', { iid: beside })}
          hint={t('page.despite_hint')}
          draft={despite}
          required
          multiline
        />
      )}
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
      <LicenceQuestions
        questions={form.licence}
        answers={licence.answers}
        advice={anything ? (live?.licence ?? null) : null}
        choose={licence.choose}
      />
      <Pills
        name="star.asked"
        legend={t('star.asked')}
        options={ASKED.map(value => ({ value, label: t(`answer.${value}`) }))}
        value={asked.text}
        onChange={asked.set}
      />
      <Field label={t('star.plan')} draft={plan} required />
      <Field label={t('star.namespace')} draft={namespace} required={form.namespace_required} />
      <Field label={t('star.reason')} hint={t('star.reason_hint')} draft={reason} required multiline />
      <Field label={t('star.result')} draft={result} required multiline />
      <Checks checks={added} />
      {overriding && agent.role !== 'manager' && <Forbidden what={t('forbidden.overriding')} />}
      {overriding && agent.role === 'manager' && (
        <Field label={t('star.override')} hint={t('star.override_hint')} draft={override} required multiline />
      )}
    </TextAction>
  );
}
