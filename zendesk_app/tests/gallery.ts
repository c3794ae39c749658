/** Every state that a card can be in, as answers of the server: what is looked at for access and for words. */
import type { Operation, Panel } from '../src/api/types';
import { incident, plan } from './world/emergency';
import { feedbackIssue, starIssue } from './world/issues';
import { operation } from './world/operation';
import { panel, source } from './world/panel';
import { engineer, manager } from './world/people';
import { at } from './world/time';

const KINDS = ['trigger_emergency', 'open_star', 'link_feedback', 'apply_macro'];
const STATES: Operation['state'][] = ['running', 'done', 'failed', 'unknown'];
const STEPS = ['page', 'note', 'tag', 'issue', 'issue_note', 'deduplicate', 'link', 'macro', 'reassign', 'close'];

/** One operation of each card, all in the same state, some steps without words of their own. */
const operations = (state: Operation['state']): Operation[] =>
  KINDS.map((kind, number) =>
    operation({
      id: `op-${number}`,
      kind,
      state,
      steps: STEPS.map((name, place) => ({
        name,
        state: place === 0 ? (state === 'running' ? 'running' : state) : 'waiting',
        detail: place === 0 && state !== 'running' ? 'D:said' : null,
        url: place === 0 ? 'https://pagerduty.example/P1' : null,
        at: null,
      })),
      manual: state === 'unknown' || state === 'failed' ? ['Hand-3'] : [],
    }),
  );

const busy = (p: Panel): void => {
  p.emergency.incident = incident({ status: 'acknowledged', acknowledged_at: at(-2), acknowledged_by: 'Ana Souza' });
  p.emergency.others_total = 1;
  p.emergency.others_open.push({
    number: 9,
    title: 'T:other',
    status: 'triggered',
    url: 'https://x.example',
    created_at: at(-30),
    ticket_id: 77,
    assigned_to: [],
    assigned_ids: [],
  });
  Object.assign(p.star, { state: 'submitted', issues: [starIssue()] });
  p.feedback.issues.push(feedbackIssue(), feedbackIssue({ iid: 32, linked: false, state: 'closed', due_at: null }));
  p.notices.push({ id: 'compromised', title: 'N:title', text: 'N:text', insert: 'N:insert', links: [] });
};

const all = (state: Parameters<typeof source>[0], asOf: string | null, error: string | null) => (p: Panel) => {
  for (const name of ['zendesk', 'gitlab', 'pagerduty'] as const) p.sources[name] = source(state, asOf, error);
};

interface Picture {
  panel: Panel;
  agent: typeof manager;
}

const picture = (change: (panel: Panel) => void, agent = manager): Picture => ({ panel: panel(change), agent });

export const GALLERY: Record<string, Picture> = {
  empty: picture(() => undefined),
  fresh: picture(busy),
  'over and red': picture(p => {
    busy(p);
    p.emergency.incident = incident({ clock: { ...incident().clock, level: 'red', first_reply_due_at: at(-5) } });
    p.star.issues = [
      starIssue({ level: 'red', due_at: at(-9), urgency: null, urgency_label: null, assignee: 'Ana Souza' }),
    ];
    p.feedback.issues = [feedbackIssue({ overdue: true, level: 'red', due_at: at(-90), sentiment: 'neutral' })];
  }),
  resolved: picture(p => {
    p.emergency.incident = incident({ status: 'resolved' });
    Object.assign(p.star, { state: 'resolved', issues: [starIssue({ state: 'resolved', due_at: null })] });
    p.feedback.issues.push(feedbackIssue({ state: 'contacted', sentiment: 'positive', assignee: null }));
  }),
  stale: picture(p => [busy, all('stale', at(-14), 'E:503')].forEach(change => change(p))),
  unavailable: picture(all('unavailable', null, 'E:503')),
  'being read': picture(all('unavailable', null, null)),
  forbidden: picture(busy, { ...engineer, can: [] }),
  'forbidden to ask': picture(p => {
    p.star.checks.push({ id: 'c', level: 'refuse', because: 'B:check' }, { id: 'd', level: 'warn', because: 'B:warn' });
  }, engineer),
  'not set up': picture(p => {
    Object.assign(p.emergency, { plan: plan({ configured: false }), backup_pool: plan({ configured: false }) });
    p.on_call = { manager: null, engineer: null, managers: [], engineers: [], nobody: ['manager'], left_out: [] };
    p.macros = [];
  }),
  'paged by macro': picture(p => {
    Object.assign(p.emergency, { paged_by_macro: true, blocked: 'B:blocked' });
  }),
  closed: picture(p => {
    if (p.ticket) p.ticket.status = 'closed';
  }),
  ...Object.fromEntries(STATES.map(state => [state, picture(p => p.operations.push(...operations(state)))])),
};
