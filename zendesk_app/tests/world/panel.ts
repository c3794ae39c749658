/** The answers of a server, one ticket's worth, as the generated types want them. */
import type { Macro, Panel, Source } from '../../src/api/types';
import { plan, question } from './emergency';
import { at, TICKET } from './time';

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
