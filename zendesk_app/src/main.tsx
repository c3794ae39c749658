import '../generated/tokens.css';
import './styles/base.css';
import './styles/panel.css';
import { render } from 'preact';
import { createApi } from './api/client';
import { keepSession } from './api/session';
import type { Agent, Session } from './api/types';
import { App } from './App';
import { readBoot } from './boot';
import type { Host, Scheme } from './host/host';
import { toScheme, zafHost } from './host/zaf';
import { Outside } from './ui/Outside';
import { speak } from './words/words';

const root = document.getElementById('app') ?? document.body;
const boot = readBoot(document);
const client = window.ZAFClient?.init();

wear(toScheme(undefined));
if (boot && client) {
  // Nothing is drawn before Zendesk has registered the app: until then no call is answered.
  client.on('app.registered', () => void open(boot.session, zafHost(client)));
} else {
  render(<Outside />, root);
}

function wear(scheme: Scheme): void {
  document.documentElement.dataset.scheme = scheme;
}

async function open(session: Session, host: Host): Promise<void> {
  const [ticket, reader, scheme] = await Promise.all([host.ticket(), host.reader(), host.scheme()]);
  wear(scheme);
  host.onScheme(wear);
  speak(reader);
  const draw = (agent: Agent): void =>
    render(<App api={api} host={host} agent={agent} ticket={ticket} root={root} />, root);
  const api = createApi(keepSession(session, draw));
  draw(session.agent);
}
