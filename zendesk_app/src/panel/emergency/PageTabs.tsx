/** What PagerDuty itself can do with the page, from beside the ticket. */
import type { Kind } from '../../api/bodies';
import type { Incident, Panel } from '../../api/types';
import { useDraft } from '../../ui/hooks/useDraft';
import { ConfirmedForm } from '../../ui/ConfirmedForm';
import { Field } from '../../ui/Field';
import { Pills } from '../../ui/Pills';
import { Select } from '../../ui/Select';
import { TextAction } from '../../ui/TextAction';
import { TextForm } from '../../ui/TextForm';
import { t } from '../../words/words';
import type { ActionTab } from '../ActionTabs';

/** Begins a choice that is an escalation policy. */
const POLICY = 'policy:';

interface Closing {
  close: () => void;
}

/** The actions on an open page, each with the kind that somebody must be allowed. */
export function pageTabs(panel: Panel, incident: Incident): (ActionTab & { kind: Kind })[] {
  const { levels, reassign, responder_policies } = panel.emergency;
  const people = reassign.filter(({ to }) => !to.startsWith('level:'));
  return [
    {
      kind: 'acknowledge_page',
      id: 'acknowledge',
      label: t('own.acknowledge'),
      form: close => (
        <TextAction
          kind="acknowledge_page"
          name={t('kind.acknowledge_page')}
          submit={t('own.acknowledge')}
          drafts={[]}
          body={() => ({})}
          close={close}
        >
          <p class="subtle">{t('own.acknowledge_what', { number: incident.number })}</p>
        </TextAction>
      ),
    },
    {
      kind: 'resolve_page',
      id: 'resolve',
      label: t('own.resolve'),
      form: close => <Resolve replied={incident.clock.first_replied_at !== null} close={close} />,
    },
    {
      kind: 'note_page',
      id: 'note',
      label: t('own.note'),
      form: close => (
        <TextForm
          kind="note_page"
          name={t('kind.note_page')}
          submit={t('own.note_submit')}
          draft="note_page.text"
          label={t('own.note')}
          hint={t('own.note_hint')}
          multiline
          body={text => ({ text })}
          close={close}
        />
      ),
    },
    {
      kind: 'add_responders',
      id: 'responders',
      label: t('own.responders'),
      form: close => <Responders people={people} responder_policies={responder_policies} close={close} />,
    },
    {
      kind: 'escalate_page',
      id: 'escalate',
      label: t('own.escalate'),
      form: close => <Escalate levels={levels} number={incident.number} close={close} />,
    },
  ];
}

/** Resolved means contacted: what the ticket shows decides, or else the person says so. */
function Resolve({ replied, close }: Closing & { replied: boolean }) {
  const note = useDraft('resolve_page.note');
  const contacted = useDraft('resolve_page.contacted', 'no');
  const said = note.text.trim();
  return (
    <TextAction
      kind="resolve_page"
      name={t('kind.resolve_page')}
      submit={t('own.resolve_submit')}
      drafts={[note, contacted]}
      body={() => ({ contacted: contacted.text === 'yes', ...(said && { note: said }) })}
      close={close}
    >
      <p>{t(replied ? 'own.resolve_replied' : 'own.resolve_asked')}</p>
      {!replied && (
        <Pills
          name="contacted"
          legend={t('own.contacted')}
          options={(['yes', 'no'] as const).map(value => ({ value, label: t(`answer.${value}`) }))}
          value={contacted.text}
          onChange={contacted.set}
        />
      )}
      <Field label={t('own.note')} hint={t('own.note_hint')} draft={note} multiline />
    </TextAction>
  );
}

type Asked = Pick<Panel['emergency'], 'responder_policies'> & { people: Panel['emergency']['reassign'] };

/** People, or everybody whose turn it is by a policy; the lists tell them apart, the ids do not. */
function Responders({ people, responder_policies: policies, close }: Closing & Asked) {
  const who = useDraft('responders.who', people[0]?.to ?? '');
  const address = useDraft('responders.address');
  const message = useDraft('responders.message');
  const policy = policies.find(({ id }) => POLICY + id === who.text);
  const known = policy !== undefined || people.some(({ to }) => to === who.text);
  return (
    <TextAction
      kind="add_responders"
      name={t('own.responders')}
      submit={t('own.responders_submit')}
      drafts={[who, address, message]}
      body={() => ({
        ...(policy ? { policy: policy.id } : { users: [known ? who.text : address.text.trim()] }),
        message: message.text.trim(),
      })}
      close={close}
    >
      <Select
        label={t('own.responder')}
        value={known ? who.text : ''}
        options={[
          ...people.map(({ to, name }) => ({ value: to, label: name })),
          ...policies.map(({ id, name }) => ({ value: POLICY + id, label: t('own.policy', { name }) })),
          { value: '', label: t('reassign.else') },
        ]}
        onChange={who.set}
      />
      {!known && <Field label={t('reassign.address')} hint={t('reassign.address_hint')} draft={address} required />}
      <Field label={t('own.message')} hint={t('own.note_hint')} draft={message} required multiline />
    </TextAction>
  );
}

function Escalate({ levels, number, close }: Closing & { levels: Panel['emergency']['levels']; number: number }) {
  const level = useDraft('escalate.level', `${levels[1]?.level ?? 1}`);
  const name = levels.find(one => `${one.level}` === level.text)?.name ?? level.text;
  return (
    <ConfirmedForm
      kind="escalate_page"
      name={t('own.escalate')}
      submit={t('own.escalate_submit')}
      drafts={[level]}
      body={() => ({ level: Number(level.text) })}
      question={t('own.escalate_confirm', { number })}
      confirm={t('page.confirm', { who: name })}
      details={<p>{t('own.escalate_what')}</p>}
      close={close}
    >
      <Select
        label={t('own.level')}
        value={level.text}
        options={levels.map(one => ({ value: `${one.level}`, label: one.name }))}
        onChange={level.set}
      />
    </ConfirmedForm>
  );
}
