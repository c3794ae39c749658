import { TextForm } from '../ui/TextForm';
import { useCan } from '../ui/hooks/desk';
import { Section } from './Section';
import { b } from './words';

/** Send a request that turned up in another channel the right way. Offered where Slack is connected. */
export function Redirect() {
  const can = useCan();
  if (!can('redirect_request')) return null;
  return (
    <Section id="redirect" title={b('redirect.title')}>
      <TextForm
        kind="redirect_request"
        name={b('redirect.title')}
        submit={b('redirect.submit')}
        draft="redirect.link"
        label={b('redirect.link')}
        hint={b('redirect.hint')}
        body={link => ({ link })}
      />
    </Section>
  );
}
