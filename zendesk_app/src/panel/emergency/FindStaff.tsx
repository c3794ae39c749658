import { Disclosure } from '../../ui/Disclosure';
import { Failure } from '../../ui/Failure';
import { useAnswer } from '../../ui/hooks/useAnswer';
import { useCan, useDesk } from '../../ui/hooks/desk';
import { t } from '../../words/words';
import { AskForPeople } from './AskForPeople';
import { StaffList } from './StaffList';

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
  const can = useCan();
  const { data, failure } = useAnswer(String(ticket), signal => api.staff(ticket, signal), 0);
  if (failure) return <Failure failure={failure} />;
  const [staff] = data?.emergencies ?? [];
  if (!staff) return <p class="subtle">{t('loading')}</p>;
  return (
    <>
      <StaffList staff={staff} />
      {can('ask_for_people') && <AskForPeople staff={staff} />}
    </>
  );
}
