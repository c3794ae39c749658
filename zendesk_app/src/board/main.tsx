import '../../generated/tokens.css';
import '../ui/base.css';
import '../ui/page.css';
import '../ui/text.css';
import '../ui/layout.css';
import { render } from 'preact';
import common from 'words:common';
import { keepSession } from '../api/session';
import type { Agent } from '../api/types';
import { begin } from '../host/begin';
import { Note } from '../ui/Note';
import { createBoardApi } from './api';
import { ShiftBoard } from './ShiftBoard';
import { learn } from '../words/words';
import { b } from './words';

learn(common);

begin(
  () => (
    <Note tone="info" title={b('outside.title')}>
      <p>{b('outside.text')}</p>
    </Note>
  ),
  () => Promise.resolve(),
  (session, host, root) => {
    const draw = (agent: Agent): void => render(<ShiftBoard api={api} host={host} agent={agent} />, root);
    const api = createBoardApi(keepSession(session, draw));
    draw(session.agent);
  },
);
