/** What was done, as a server answers it. */
import type { Operation } from '../../src/api/types';
import { at, TICKET } from './time';

export const operation = (more: Partial<Operation> = {}): Operation => ({
  id: 'op-1',
  kind: 'trigger_emergency',
  ticket_id: TICKET,
  state: 'done',
  outcome: more.state ?? 'done',
  steps: [
    { name: 'page', state: 'done', detail: 'D:paged', url: 'https://pagerduty.example/P1', at: at(-1) },
    { name: 'note', state: 'done', detail: 'D:noted', url: null, at: at(-1) },
  ],
  created_at: at(-1),
  actor: 'Amélie Laurent',
  manual: [],
  rest: [],
  rest_of: null,
  ...more,
});
