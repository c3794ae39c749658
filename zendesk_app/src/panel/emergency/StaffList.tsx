import type { StaffOfTicket } from '../../api/types';
import { t } from '../../words/words';

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
      <p class="small">{t('staff.ask', { channels: channels.map(({ name }) => name).join(', ') })}</p>
    </>
  );
}
