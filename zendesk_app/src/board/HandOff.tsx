import { useState } from 'preact/hooks';
import { ApiFailure } from '../api/errors';
import { useCan } from '../ui/hooks/desk';
import { useKept } from '../ui/hooks/useKept';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { Confirmation } from '../ui/Confirmation';
import { Dialog } from '../ui/Dialog';
import { Fact } from '../ui/Fact';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import type { BoardApi } from './api';
import type { HandOff as Written } from './types';
import { b } from './words';

interface HandOffProps {
  api: BoardApi;
  channel: string | null;
}

/** The text as it was edited, and as it was written, with those who were told then. */
interface Kept {
  text: string;
  written: Written;
}

/** The state of the shift as a text: edit it, copy it, post it where that is set up. */
export function HandOff({ api, channel }: HandOffProps) {
  const [stored, store] = useKept('hand_off');
  const kept = stored === null ? null : (JSON.parse(stored) as Kept);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [copied, setCopied] = useState<'copied' | 'not_copied' | null>(null);
  const [asking, setAsking] = useState(false);
  const edited = kept !== null && kept.text !== kept.written.text;
  const forget = () => store(null);

  async function write(): Promise<void> {
    setAsking(false);
    setFailure(null);
    setCopied(null);
    try {
      const written = await api.handOff();
      store(JSON.stringify({ text: written.text, written } satisfies Kept));
    } catch (error) {
      setFailure(error instanceof ApiFailure ? error : new ApiFailure('offline', ''));
    }
  }

  async function copy({ text }: Kept): Promise<void> {
    const outcome = await navigator.clipboard.writeText(text).then(
      () => 'copied' as const,
      // The browser may forbid it in Zendesk's iframe: then the person copies by hand.
      () => 'not_copied' as const,
    );
    setCopied(outcome);
    announce(b(`hand_off.${outcome}`));
  }

  return (
    <>
      {kept && (
        <Field
          label={b('hand_off.text')}
          hint={b('hand_off.hint')}
          draft={{ text: kept.text, set: text => store(JSON.stringify({ ...kept, text })), clear: forget }}
          required
          multiline
        />
      )}
      {failure && <Failure failure={failure} />}
      <div class="row">
        <Button look={kept ? 'default' : 'primary'} onClick={() => (edited ? setAsking(true) : void write())}>
          {kept ? b('hand_off.again') : b('hand_off.write')}
        </Button>
        {kept && <Button onClick={() => void copy(kept)}>{b('hand_off.copy')}</Button>}
        {kept && channel && <PostHandOff kept={kept} forget={forget} channel={channel} />}
      </div>
      {copied && <p class="small subtle">{b(`hand_off.${copied}`)}</p>}
      {asking && (
        <Dialog
          title={b('hand_off.again_title')}
          confirm={b('hand_off.again')}
          danger
          busy={false}
          failure={null}
          onConfirm={() => void write()}
          onCancel={() => setAsking(false)}
        >
          <p>{b('hand_off.again_what')}</p>
        </Dialog>
      )}
    </>
  );
}

interface PostProps {
  kept: Kept;
  forget: () => void;
  channel: string;
}

function PostHandOff({ kept: { text, written }, forget, channel }: PostProps) {
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const { receivers } = written;
  if (!can('post_hand_off')) return null;

  return (
    <>
      <Button onClick={() => setAsking(true)}>{b('hand_off.post', { channel })}</Button>
      {asking && (
        <Confirmation
          kind="post_hand_off"
          body={() => ({ text, receivers: receivers.flatMap(one => one.user_id ?? []) })}
          title={b('hand_off.confirm_title', { channel })}
          confirm={b('hand_off.post', { channel })}
          drafts={[{ clear: forget }]}
          close={() => setAsking(false)}
        >
          <dl class="facts">
            <Fact name={b('hand_off.to')}>
              {receivers.length > 0 ? receivers.map(one => one.name).join(', ') : b('hand_off.nobody')}
            </Fact>
          </dl>
          <p class="prose small">{text}</p>
        </Confirmation>
      )}
    </>
  );
}
