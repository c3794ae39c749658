import type { StaffOfTicket } from '../../api/types';
import { useDraft } from '../../ui/hooks/useDraft';
import { Field } from '../../ui/Field';
import { Select } from '../../ui/Select';
import { TextAction } from '../../ui/TextAction';
import { t } from '../../words/words';

/** Ask in Slack for people; of those suggested, the ones that are ticked are mentioned. Nobody is paged by it. */
export function AskForPeople({ staff: { suggestions, channels } }: { staff: StaffOfTicket }) {
  const text = useDraft('ask_people.text');
  const channel = useDraft('ask_people.channel', channels[0]?.key);
  const people = useDraft('ask_people.people');
  const chosen = people.text.split(' ').filter(name => suggestions.some(({ username }) => username === name));

  function toggle(name: string): void {
    people.set((chosen.includes(name) ? chosen.filter(one => one !== name) : [...chosen, name]).join(' '));
  }

  return (
    <TextAction
      kind="ask_for_people"
      name={t('kind.ask_for_people')}
      submit={t('ask_people.submit')}
      drafts={[text, people]}
      body={() => ({ text: text.text.trim(), people: chosen, channel: channel.text })}
    >
      {suggestions.map(({ username, name }) => (
        <label key={username} class="small">
          <input type="checkbox" checked={chosen.includes(username)} onChange={() => toggle(username)} />{' '}
          {t('ask_people.mention', { who: name })}
        </label>
      ))}
      <Select
        label={t('ask_people.channel')}
        value={channel.text}
        options={channels.map(({ key, name }) => ({ value: key, label: name }))}
        onChange={channel.set}
      />
      <Field label={t('ask_people.text')} hint={t('ask_people.hint')} draft={text} required multiline />
    </TextAction>
  );
}
