import '../../generated/tokens.css';
import '../styles/base.css';
import '../styles/panel.css';
import './board.css';
import { render } from 'preact';
import { keepSession } from '../api/session';
import type { Agent, Session } from '../api/types';
import { readBoot } from '../boot';
import type { Host, Scheme } from '../host/host';
import { toScheme, zafHost } from '../host/zaf';
import { Note } from '../ui/Note';
import { speak } from '../words/words';
import { createBoardApi } from './api';
import { ShiftBoard } from './ShiftBoard';
import { b } from './words';

const root = document.getElementById('app') ?? document.body;
const boot = readBoot(document);
const client = window.ZAFClient?.init();

wear(toScheme(undefined));
if (boot && client) {
  // Nothing is drawn before Zendesk has registered the app: until then no call is answered.
  client.on('app.registered', () => void open(boot.session, zafHost(client)));
} else {
  const outside = (
    <Note tone="info" title={b('outside.title')}>
      <p>{b('outside.text')}</p>
    </Note>
  );
  render(outside, root);
}

function wear(scheme: Scheme): void {
  document.documentElement.dataset.scheme = scheme;
}

async function open(session: Session, host: Host): Promise<void> {
  const [reader, scheme] = await Promise.all([host.reader(), host.scheme()]);
  wear(scheme);
  host.onScheme(wear);
  speak(reader);
  const draw = (agent: Agent): void => render(<ShiftBoard api={api} host={host} agent={agent} />, root);
  const api = createBoardApi(keepSession(session, draw));
  draw(session.agent);
}
