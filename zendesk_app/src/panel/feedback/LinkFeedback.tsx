import { useCan } from '../../ui/hooks/desk';
import { Disclosure } from '../../ui/Disclosure';
import { t } from '../../words/words';
import { LinkForm } from './LinkForm';

/** Link a feedback issue that names this ticket: a note on either side. */
export function LinkFeedback() {
  const can = useCan();
  if (!can('link_feedback')) return null;
  return (
    <Disclosure id="link_feedback" label={t('feedback.link')}>
      <LinkForm />
    </Disclosure>
  );
}
