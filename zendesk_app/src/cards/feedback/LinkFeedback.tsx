import { useCan } from '../../hooks/desk';
import { useDraft } from '../../hooks/useDraft';
import { Disclosure } from '../../ui/Disclosure';
import { Field } from '../../ui/Field';
import { t } from '../../words/words';
import { TextAction } from '../TextAction';

/** Link a feedback issue that names this ticket: a note on either side. */
export function LinkFeedback() {
  const can = useCan();
  if (!can('link_feedback')) return null;
  return (
    <Disclosure label={t('feedback.link')}>
      <LinkForm />
    </Disclosure>
  );
}

function LinkForm() {
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
