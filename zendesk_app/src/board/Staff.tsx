import { StaffList } from '../panel/emergency/StaffList';
import { Disclosure } from '../ui/Disclosure';
import { Failure } from '../ui/Failure';
import { useAnswer } from '../ui/hooks/useAnswer';
import { t } from '../words/words';
import type { BoardApi } from './api';
import { b } from './words';

/** Who could join which of several emergencies, nobody named for two; asked of the server once it is opened. */
export function Staff({ api }: { api: BoardApi }) {
  return (
    <Disclosure id="staff" label={t('staff.title')}>
      <Found api={api} />
    </Disclosure>
  );
}

function Found({ api }: { api: BoardApi }) {
  const { data, failure } = useAnswer('all', signal => api.allStaff(signal), 0);
  if (failure) return <Failure failure={failure} />;
  return (
    <>
      {data?.emergencies.map(staff => (
        <div key={staff.ticket_id}>
          <p class="label">
            {b('ticket', { ticket: staff.ticket_id })} <bdi>{staff.subject}</bdi>
          </p>
          <StaffList staff={staff} />
        </div>
      ))}
    </>
  );
}
