import { useDraft } from '../../ui/hooks/useDraft';
import { Field } from '../../ui/Field';
import { t } from '../../words/words';
import { TextAction } from '../../ui/TextAction';

/** Take the technical discussion to the engineers' channel. Offered where Slack is connected. */
export function MoveDiscussion({ close }: { close: () => void }) {
  const text = useDraft('star.ask');
  return (
    <TextAction
      kind="move_discussion"
      name={t('star.ask')}
      submit={t('star.ask_submit')}
      drafts={[text]}
      body={() => ({ text: text.text.trim() })}
      close={close}
    >
      <Field label={t('star.ask_text')} hint={t('star.ask_hint')} draft={text} required multiline />
    </TextAction>
  );
}
