import { t } from '../../words/words';
import { TextForm } from '../../ui/TextForm';

/** Which issue to link. */
export function LinkForm() {
  return (
    <TextForm
      kind="link_feedback"
      name={t('feedback.link')}
      submit={t('feedback.link_submit')}
      draft="feedback.issue"
      label={t('feedback.link_field')}
      hint={t('feedback.link_hint')}
      body={issue => ({ issue })}
    />
  );
}
