import { t } from '../../words/words';
import { TextForm } from '../../ui/TextForm';

/** Take the technical discussion to the engineers' channel. Offered where Slack is connected. */
export function MoveDiscussion({ close }: { close: () => void }) {
  return (
    <TextForm
      kind="move_discussion"
      name={t('star.ask')}
      submit={t('star.ask_submit')}
      draft="star.ask"
      label={t('star.ask_text')}
      hint={t('star.ask_hint')}
      multiline
      body={text => ({ text })}
      close={close}
    />
  );
}
