import type { Bodies } from '../../api/bodies';
import type { SpecialHandling } from '../../api/types';
import { useAction } from '../../hooks/useAction';
import { useCan } from '../../hooks/desk';
import { Button } from '../../ui/Button';
import { Disclosure } from '../../ui/Disclosure';
import { Failure } from '../../ui/Failure';
import { t } from '../../words/words';

type NoticeIds = NonNullable<Bodies['record_assessment']['notices']>;

/** Nothing in the data tells of these: a person does, and the ticket's assessment keeps it. */
export function SpecialHandlingChoices({ choices }: { choices: readonly SpecialHandling[] }) {
  const can = useCan();
  const action = useAction('record_assessment');
  if (!can('record_assessment') || choices.length === 0) return null;

  function toggle(id: string): void {
    const on = choices.filter(choice => (choice.id === id ? !choice.on : choice.on)).map(choice => choice.id);
    void action.send({ answers: {}, notices: on as NoticeIds });
  }

  return (
    <Disclosure label={t('notices.by_person')}>
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
    </Disclosure>
  );
}
