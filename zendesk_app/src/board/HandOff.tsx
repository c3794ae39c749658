import { useState } from 'preact/hooks';
import { ApiFailure } from '../api/errors';
import { useCan } from '../ui/hooks/desk';
import { useDraft } from '../ui/hooks/useDraft';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { Confirmation } from '../ui/Confirmation';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import type { BoardApi } from './api';
import { Section } from './Section';
import { b } from './words';

interface HandOffProps {
  api: BoardApi;
  channel: string | null;
}

/** The state of the shift as a text: edit it, copy it, post it where that is set up. */
export function HandOffSection({ api, channel }: HandOffProps) {
  const text = useDraft('hand_off.text');
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [copied, setCopied] = useState<'copied' | 'not_copied' | null>(null);
  const written = text.text !== '';

  async function write(): Promise<void> {
    setFailure(null);
    setCopied(null);
    try {
      text.set((await api.handOff()).text);
    } catch (error) {
      setFailure(error instanceof ApiFailure ? error : new ApiFailure('offline', ''));
    }
  }

  async function copy(): Promise<void> {
    const outcome = await navigator.clipboard.writeText(text.text).then(
      () => 'copied' as const,
      // The browser may forbid it in Zendesk's iframe: then the person copies by hand.
      () => 'not_copied' as const,
    );
    setCopied(outcome);
    announce(b(`hand_off.${outcome}`));
  }

  return (
    <Section title={b('hand_off.title')}>
      {written && <Field label={b('hand_off.text')} hint={b('hand_off.hint')} draft={text} required multiline />}
      {failure && <Failure failure={failure} />}
      <div class="row">
        <Button look={written ? 'default' : 'primary'} onClick={() => void write()}>
          {written ? b('hand_off.again') : b('hand_off.write')}
        </Button>
        {written && <Button onClick={() => void copy()}>{b('hand_off.copy')}</Button>}
        {written && channel && <PostHandOff text={text.text} channel={channel} />}
      </div>
      {copied && <p class="small subtle">{b(`hand_off.${copied}`)}</p>}
    </Section>
  );
}

function PostHandOff({ text, channel }: { text: string; channel: string }) {
  const can = useCan();
  const [asking, setAsking] = useState(false);
  if (!can('post_hand_off')) return null;

  return (
    <>
      <Button onClick={() => setAsking(true)}>{b('hand_off.post', { channel })}</Button>
      {asking && (
        <Confirmation
          kind="post_hand_off"
          body={() => ({ text })}
          title={b('hand_off.confirm_title', { channel })}
          confirm={b('hand_off.post', { channel })}
          close={() => setAsking(false)}
        >
          <p class="prose small">{text}</p>
        </Confirmation>
      )}
    </>
  );
}
