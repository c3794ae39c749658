import { TextAction } from '../ui/TextAction';
import { useCan } from '../ui/hooks/desk';
import { useDraft } from '../ui/hooks/useDraft';
import { Field } from '../ui/Field';
import { Section } from './Section';
import { b } from './words';

/** Send a request that turned up in another channel the right way. Offered where Slack is connected. */
export function Redirect() {
  const can = useCan();
  const link = useDraft('redirect.link');
  if (!can('redirect_request')) return null;
  return (
    <Section title={b('redirect.title')}>
      <TextAction
        kind="redirect_request"
        name={b('redirect.title')}
        submit={b('redirect.submit')}
        drafts={[link]}
        body={() => ({ link: link.text.trim() })}
      >
        <Field label={b('redirect.link')} hint={b('redirect.hint')} draft={link} required />
      </TextAction>
    </Section>
  );
}
