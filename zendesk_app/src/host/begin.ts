import { type VNode, render } from 'preact';
import type { Session } from '../api/types';
import { type Boot, readBoot } from './boot';
import type { Host, Scheme } from './host';
import { toScheme, type ZafClient, zafHost } from './zaf';
import { speak } from '../words/words';

const wear = (scheme: Scheme): void => {
  document.documentElement.dataset.scheme = scheme;
};

/**
 * Begin a page in Zendesk's frame, in its scheme and the reader's words, with what the page `asks` Zendesk for first.
 *
 * Elsewhere there is only what `outside` says.
 */
export function begin<T>(
  outside: () => VNode,
  ask: (host: Host) => Promise<T>,
  open: (session: Session, host: Host, root: HTMLElement, asked: T) => void,
): void {
  const root = document.getElementById('app') ?? document.body;
  const boot = readBoot(document);
  const client = window.ZAFClient?.init();
  wear(toScheme(undefined));
  if (!boot || !client) {
    render(outside(), root);
    return;
  }
  // Nothing is drawn before Zendesk has registered the app: until then no call is answered.
  client.on('app.registered', () => void start(client, boot));

  async function start(registered: ZafClient, { session }: Boot): Promise<void> {
    const host = zafHost(registered);
    const [asked, reader, scheme] = await Promise.all([ask(host), host.reader(), host.scheme()]);
    wear(scheme);
    host.onScheme(wear);
    speak(reader);
    open(session, host, root, asked);
  }
}
