/** The answers of a server, one ticket's worth, as the generated types want them. */
import type {
  Agent,
  FeedbackIssue,
  Incident,
  Macro,
  Operation,
  PagePlan,
  Panel,
  Question,
  Source,
  StarIssue,
} from '../src/api/types';

export const NOW = Date.parse('2026-03-04T10:00:00Z');
export const TICKET = 4242;

/** The moment so many minutes after the tests' now. */
export const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString().replace('.000', '');

export const EVERYTHING = [
  'trigger_emergency',
  'page_backup_pool',
  'call_manager',
  'acknowledge_page',
  'resolve_page',
  'note_page',
  'add_responders',
  'ask_for_people',
  'escalate_page',
  'reassign_page',
  'hand_off',
  'record_assessment',
  'open_star',
  'acknowledge_star',
  'assign_star',
  'comment_star',
  'resolve_star',
  'reject_star',
  'tick_star',
  'move_discussion',
  'link_feedback',
  'record_contact',
  'close_feedback',
  'note_feedback',
  'feedback_on_track',
  'apply_macro',
  'propose_escalation',
];

export const manager: Agent = {
  id: 1,
  name: 'Amélie Laurent',
  role: 'manager',
  can: EVERYTHING,
  scheduling_link: 'https://book.example/amelie',
};
export const engineer: Agent = {
  id: 2,
  name: 'Ben Okri',
  role: 'agent',
  can: [
    'call_manager',
    'record_assessment',
    'open_star',
    'comment_star',
    'link_feedback',
    'apply_macro',
    'propose_escalation',
  ],
  scheduling_link: null,
};

export const source = (
  state: Source['state'] = 'fresh',
  asOf: string | null = at(0),
  error: string | null = null,
): Source => ({
  state,
  as_of: asOf,
  error,
  skipped: [],
});

const yesNo = [
  { value: 'yes', label: 'Ja!' },
  { value: 'no', label: 'Nein!' },
];

export const question = (key: string, group: Question['group'], more: Partial<Question> = {}): Question => ({
  key,
  text: `Q:${key}`,
  help: null,
  group,
  values: yesNo,
  prefill: null,
  ...more,
});

export const plan = (more: Partial<PagePlan> = {}): PagePlan => ({
  configured: true,
  service: 'Svc-A',
  escalation_policy: 'Policy-A',
  title: '4242',
  pages: 'Ana Souza',
  manual: ['Hand-1', 'Hand-2'],
  ...more,
});

export const incident = (more: Partial<Incident> = {}): Incident => ({
  id: 'P1',
  number: 812,
  title: '4242',
  status: 'triggered',
  meaning: 'M:triggered',
  url: 'https://pagerduty.example/P1',
  created_at: at(-4),
  acknowledged_at: null,
  acknowledged_by: null,
  assigned_to: ['Ana Souza'],
  assignees: ['Ana Souza'],
  urgency: 'high',
  since: more.created_at ?? at(-4),
  escalates: { to: 'the managers', at: at(6) },
  merged_into: null,
  replied_at: null,
  clock: {
    level: 'calm',
    because: 'M:clock',
    minutes_since_triggered: 4,
    minutes_since_acknowledged: null,
    first_reply_due_at: at(26),
    first_replied_at: null,
  },
  ...more,
});

export const starIssue = (more: Partial<StarIssue> = {}): StarIssue => ({
  iid: 77,
  url: 'https://gitlab.example/stars/77',
  title: 'STAR ZD#4242',
  state: 'submitted',
  urgency: 'urgent',
  urgency_label: 'Urgent',
  created_at: at(-18),
  due_at: at(12),
  level: 'amber',
  moved_to: null,
  assignee: null,
  assignees: more.assignee ? [more.assignee] : [],
  author: 'juergen',
  reason: null,
  desired_result: null,
  initiator: 'Jürgen Müller',
  thread: 'https://x.slack.example/archives/C1/p1',
  mechanics: [
    { id: 'acknowledge', text: 'M:acknowledge', slack: ':eyes: somewhere', done: false, by_person: false },
    { id: 'assign', text: 'M:assign', slack: null, done: false, by_person: false },
  ],
  comments: [],
  rejection: null,
  ...more,
});

export const feedbackIssue = (more: Partial<FeedbackIssue> = {}): FeedbackIssue => ({
  iid: 31,
  url: 'https://gitlab.example/feedback/31',
  title: 'Negative feedback for ticket 4242',
  sentiment: 'negative',
  state: 'contact_due',
  contact_requested: true,
  moved_to: null,
  text: '',
  author: 'carla',
  assignee: 'Noor de Vries',
  assignees: ['Noor de Vries'],
  created_at: at(-600),
  due_at: at(60 * 23),
  overdue: false,
  level: 'calm',
  linked: true,
  on_track: null,
  ...more,
});

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

export const macro = (more: Partial<Macro> = {}): Macro => ({
  id: 1,
  title: 'Macro::Any',
  pages: false,
  suggested: false,
  draft_only: false,
  sets_form: null,
  wrong_form: false,
  applied: null,
  ...more,
});

/** A quiet ticket of an entitled customer. */
export function panel(change: (panel: Panel) => void = () => undefined): Panel {
  const quiet: Panel = {
    ticket: {
      id: TICKET,
      subject: 'S:subject',
      status: 'open',
      priority: 'normal',
      form: 'Self-Managed',
      organization: 'Ánkara Bilişim',
      plan: 'Self-Managed Premium',
      us_government: false,
      tags: [],
      created_at: at(-180),
      updated_at: at(-9),
    },
    on_call: {
      manager: { name: 'Amélie Laurent', until: at(180), next: 'Tom Okafor', next_id: 'PTOM01' },
      engineer: { user_id: 'PANA01', name: 'Ana Souza', until: at(180), next: null },
      managers: [{ name: 'Amélie Laurent', until: at(180), next: 'Tom Okafor', next_id: 'PTOM01' }],
      engineers: [{ user_id: 'PANA01', name: 'Ana Souza', until: at(180), next: null }],
      nobody: [],
      left_out: [],
    },
    emergency: {
      reported: null,
      verdict_titles: {
        security_emergency: 'V:security',
        emergency: 'V:emergency',
        exception: 'V:exception',
        needs_info: 'V:needs_info',
        high_priority_now: 'V:high',
        not_emergency: 'V:not_emergency',
        judgement: 'V:judgement',
      },
      entitlement: { answer: 'yes', rule: 'E6', because: 'B:entitled', fired: [] },
      incident: null,
      incidents: [],
      pool_incident: null,
      may_concern: [],
      decision: null,
      hint: null,
      others_open: [],
      others_total: 0,
      questions: [
        question('production', 'strict'),
        question('unusable', 'strict'),
        question('scope', 'strict', {
          values: ['all', 'most', 'some', 'one'].map(value => ({ value, label: `L:${value}` })),
        }),
        question('compromise', 'security'),
        question('legal', 'exception'),
      ],
      matrix: [{ key: 'git', emergency_if: 'M:if', not_if: 'M:not' }],
      route: 'pagerduty',
      paged_by_macro: false,
      plan: plan(),
      backup_pool: plan({ service: 'Pool-A', escalation_policy: '', title: 'Pool-title', pages: null }),
      backup_pool_offered: false,
      manager_call: {
        plan: plan({ service: 'Managers', escalation_policy: '', title: 'Call-title', pages: 'Amélie Laurent' }),
        offered: false,
        because: 'B:call',
        incident: null,
      },
      responder_policies: [{ id: 'PPOL', name: 'Policy-A' }],
      levels: [
        { level: 1, name: 'L:engineers' },
        { level: 2, name: 'L:managers' },
      ],
      blocked: null,
      despite: false,
      reassign: [],
      escalation: [{ key: 'over_3h', text: 'E:over' }],
      call_url: null,
      cover: 'C:cover',
      special_handling: [
        { id: 'wide_incident', title: 'N:wide', on: false },
        { id: 'security_wide', title: 'N:security', on: true },
      ],
    },
    star: {
      state: 'none',
      issues: [],
      unreadable: [],
      checks: [],
      form: {
        urgencies: [
          { value: 'not_urgent', label: 'U:not', minutes: 120 },
          { value: 'timely', label: 'U:timely', minutes: 60 },
          { value: 'urgent', label: 'U:urgent', minutes: 30 },
        ],
        namespace_required: false,
        plan: 'Self-Managed Premium',
        resolution_labels: ['Label::One'],
        licence: [],
        crosslink_macro: 1,
      },
      reminders: ['R:slack'],
    },
    feedback: { issues: [], project_url: 'https://gitlab.example/feedback', reply: 'R:reply {scheduling_link}' },
    macros: [
      macro({ id: 1, title: 'Macro::Strict', suggested: true }),
      macro({ id: 2, title: 'Macro::Pages', pages: true }),
    ],
    links: [{ title: 'K:emergency', url: 'https://handbook.example/special', card: 'emergency' }],
    notices: [],
    operations: [],
    sources: { zendesk: source(), gitlab: source(), pagerduty: source() },
  };
  change(quiet);
  return quiet;
}
