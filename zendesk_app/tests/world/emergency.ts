/** The parts of an emergency as a server answers them. */
import type { Incident, PagePlan, Question } from '../../src/api/types';
import { at } from './time';

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
