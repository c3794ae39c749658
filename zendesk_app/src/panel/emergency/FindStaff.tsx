import type { StaffOfTicket } from '../../api/types';
import { Disclosure } from '../../ui/Disclosure';
import { Failure } from '../../ui/Failure';
import { useAnswer } from '../../ui/hooks/useAnswer';
import { useCan, useDesk } from '../../ui/hooks/desk';
import { t } from '../../words/words';

/** Who could join this ticket's emergency, asked of the server once a manager opens it. */
export function FindStaff() {
  const can = useCan();
  if (!can('add_responders')) return null;
  return (
    <Disclosure id="staff" label={t('staff.title')}>
      <Found />
    </Disclosure>
  );
}

function Found() {
  const { api, ticket } = useDesk();
  const { data, failure } = useAnswer(String(ticket), signal => api.staff(ticket, signal), 0);
  if (failure) return <Failure failure={failure} />;
  const [staff] = data?.emergencies ?? [];
  return staff ? <StaffList staff={staff} /> : <p class="subtle">{t('loading')}</p>;
}

/** Who is free and why each, and where to ask; nobody is asked by it. */
export function StaffList({ staff }: { staff: StaffOfTicket }) {
  const { suggestions, channels, engineers_known: known } = staff;
  return (
    <>
      {suggestions.length === 0 && <p>{t(known ? 'staff.nobody' : 'staff.unknown')}</p>}
      <ul class="rows">
        {suggestions.map(({ username, name, because }) => (
          <li key={username} class="small">
            <bdi>{name}</bdi> @{username}
            <span class="block subtle">{because.join(', ')}</span>
          </li>
        ))}
      </ul>
      <p class="small">{t('staff.ask', { channels: channels.join(', ') })}</p>
    </>
  );
}
