/** The forms of handing an emergency on. */
import type { Duty, Incident, ReassignChoice } from '../../api/types';
import { useDraft } from '../../ui/hooks/useDraft';
import { Fact } from '../../ui/Fact';
import { Field } from '../../ui/Field';
import { Link } from '../../ui/Link';
import { Select } from '../../ui/Select';
import { t } from '../../words/words';
import { ConfirmedForm } from '../../ui/ConfirmedForm';
import { TextAction } from '../../ui/TextAction';

/** The choice of somebody who is not on the list. */
const ELSE = '';

interface ReassignProps {
  choices: readonly ReassignChoice[];
  incident: Incident;
  close: () => void;
}

export function Reassign({ choices, incident, close }: ReassignProps) {
  // A person before a level of the policy: a level may page the same engineer again.
  const first = choices.find(({ role }) => role !== null) ?? choices[0];
  const to = useDraft('reassign.to', first?.to ?? ELSE);
  const address = useDraft('reassign.address');
  const reason = useDraft('reassign.reason');
  const chosen = choices.find(choice => choice.to === to.text);
  const who = chosen?.name ?? address.text.trim();
  return (
    <ConfirmedForm
      kind="reassign_page"
      name={t('reassign.title')}
      submit={t('reassign.submit')}
      drafts={[to, address, reason]}
      body={() => ({ to: chosen?.to ?? address.text.trim(), reason: reason.text.trim() })}
      question={t('reassign.confirm_title', { number: incident.number })}
      confirm={t('page.confirm', { who })}
      details={
        <>
          <dl class="facts">
            <Fact name={t('reassign.before')}>
              <bdi>{incident.assigned_to.join(', ') || t('reassign.nobody')}</bdi>
            </Fact>
            <Fact name={t('reassign.after')}>
              <bdi class="strong">{who}</bdi>
            </Fact>
          </dl>
          {!to.text.startsWith('level:') && <p class="strong">{t('reassign.alone')}</p>}
          <p class="subtle">{t('reassign.what')}</p>
        </>
      }
      close={close}
    >
      <Select
        label={t('reassign.to')}
        value={chosen?.to ?? ELSE}
        options={[
          ...choices.map(choice => ({ value: choice.to, label: described(choice) })),
          { value: ELSE, label: t('reassign.else') },
        ]}
        onChange={to.set}
      />
      {!chosen && <Field label={t('reassign.address')} hint={t('reassign.address_hint')} draft={address} required />}
      <Field label={t('reassign.reason')} hint={t('page.reason_hint')} draft={reason} required multiline />
      <p class="small">
        <Link href={incident.url}>{t('reassign.by_hand')}</Link>
      </p>
    </ConfirmedForm>
  );
}

function described({ name, role, now }: ReassignChoice): string {
  if (role === null) return name;
  return t(now ? 'reassign.on_call' : 'reassign.later', { name, role: t(`on_call.${role}`) });
}

/** Whoever is next is proposed, and told by their account; another name is only written down. */
export function HandOff({ next, close }: { next: Duty | null; close: () => void }) {
  const to = useDraft('hand_off.to', next?.next ?? '');
  const summary = useDraft('hand_off.summary');
  return (
    <TextAction
      kind="hand_off"
      name={t('hand_off.title')}
      submit={t('hand_off.submit')}
      drafts={[to, summary]}
      body={() => ({
        to: to.text.trim(),
        summary: summary.text.trim(),
        ...(next?.next_id && to.text.trim() === next.next ? { user_id: next.next_id } : {}),
      })}
      close={close}
    >
      <Field label={t('hand_off.to')} draft={to} required />
      <Field label={t('hand_off.summary')} hint={t('hand_off.summary_hint')} draft={summary} required multiline />
    </TextAction>
  );
}
