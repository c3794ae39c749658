import type { Operation, SpecialHandling } from '../../api/types';
import { useAction } from '../../ui/hooks/useAction';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { t } from '../../words/words';
import '../../ui/Field.css';

export interface SwitchesProps {
  choices: readonly SpecialHandling[];
  /** Called with the operation that switches one. */
  onSwitched: (operation: Operation) => void;
}

/** Switch special handling on or off: one at a time, and the ticket's assessment keeps all that are on. */
export function Switches({ choices, onSwitched }: SwitchesProps) {
  const action = useAction('record_assessment');

  function toggle(id: string): void {
    const on = choices.filter(choice => (choice.id === id ? !choice.on : choice.on)).map(choice => choice.id);
    void action.send({ answers: {}, notices: on }, onSwitched);
  }

  return (
    <>
      <p class="hint">{t('notices.by_person_hint')}</p>
      <ul class="rows">
        {choices.map(({ id, title, on }) => (
          <li key={id} class="switch">
            <span>{title}</span>
            <Button
              busy={action.sending}
              onClick={() => toggle(id)}
              label={t(on ? 'notices.switch_off_named' : 'notices.switch_on_named', { what: title })}
            >
              {t(on ? 'notices.switch_off' : 'notices.switch_on')}
            </Button>
          </li>
        ))}
      </ul>
      {action.failure && <Failure failure={action.failure} />}
    </>
  );
}
