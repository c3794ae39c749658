/** STARs and feedback as a server answers them. */
import type { FeedbackIssue, StarIssue } from '../../src/api/types';
import { at } from './time';

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
  half_rejected: null,
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
