import { useDraft } from '../../ui/hooks/useDraft';
import { Field } from '../../ui/Field';
import { t } from '../../words/words';
import { TextAction } from '../../ui/TextAction';

/** Which issue to link. */
export function LinkForm() {
  const issue = useDraft('feedback.issue');
  return (
    <TextAction
      kind="link_feedback"
      name={t('feedback.link')}
      submit={t('feedback.link_submit')}
      drafts={[issue]}
      body={() => ({ issue: issue.text.trim() })}
    >
      <Field label={t('feedback.link_field')} hint={t('feedback.link_hint')} draft={issue} required />
    </TextAction>
  );
}
