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
 * Open a page in Zendesk's frame, in its colour scheme and the agent's language and time zone.
 *
 * `ask` reads what the page needs of Zendesk first. Outside Zendesk only `outside` is drawn.
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
