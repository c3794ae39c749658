import '../../generated/tokens.css';
import '../ui/base.css';
import '../ui/page.css';
import '../ui/text.css';
import '../ui/layout.css';
import { render } from 'preact';
import { createApi } from '../api/client';
import { keepSession } from '../api/session';
import type { Agent } from '../api/types';
import { App } from './App';
import { begin } from '../host/begin';
import { Outside } from '../ui/Outside';

begin(
  () => <Outside />,
  host => host.ticket(),
  (session, host, root, ticket) => {
    const draw = (agent: Agent): void =>
      render(<App api={api} host={host} agent={agent} ticket={ticket} root={root} />, root);
    const api = createApi(keepSession(session, draw));
    draw(session.agent);
  },
);
