/** Who looks at the panel. */
import type { Agent } from '../../src/api/types';

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
  'do_the_rest',
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
