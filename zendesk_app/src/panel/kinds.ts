/** Which operations belong to which card, where on it they are told, and what people call them. */
import type { TicketKind } from '../api/bodies';
import { type Key, t } from '../words/words';

export type Area = 'emergency' | 'star' | 'feedback' | 'macros';
/** A place for answers: beside what asked for them. */
export type Spot = Area | 'pass_on' | 'assessment' | 'pool' | 'call' | 'escalation' | 'staff';

const AREAS: Record<TicketKind, Area> = {
  trigger_emergency: 'emergency',
  page_backup_pool: 'emergency',
  call_manager: 'emergency',
  acknowledge_page: 'emergency',
  resolve_page: 'emergency',
  note_page: 'emergency',
  add_responders: 'emergency',
  ask_for_people: 'emergency',
  escalate_page: 'emergency',
  reassign_page: 'emergency',
  hand_off: 'emergency',
  record_assessment: 'emergency',
  propose_escalation: 'emergency',
  open_star: 'star',
  acknowledge_star: 'star',
  assign_star: 'star',
  comment_star: 'star',
  resolve_star: 'star',
  reject_star: 'star',
  tick_star: 'star',
  move_discussion: 'star',
  link_feedback: 'feedback',
  record_contact: 'feedback',
  close_feedback: 'feedback',
  note_feedback: 'feedback',
  feedback_on_track: 'feedback',
  apply_macro: 'macros',
  do_the_rest: 'emergency',
};

/** Those that are told beside their own form; the others stand on top of their card. */
const SPOTS: Partial<Record<TicketKind, Spot>> = {
  page_backup_pool: 'pool',
  call_manager: 'call',
  acknowledge_page: 'pass_on',
  resolve_page: 'pass_on',
  note_page: 'pass_on',
  add_responders: 'pass_on',
  ask_for_people: 'staff',
  escalate_page: 'pass_on',
  reassign_page: 'pass_on',
  hand_off: 'pass_on',
  record_assessment: 'assessment',
  propose_escalation: 'escalation',
};

const isKind = (kind: string): kind is TicketKind => kind in AREAS;

/** A newer server may know kinds that this panel does not: they have no card, and their name is shown as it is. */
export const areaOf = (kind: string): Area | null => (isKind(kind) ? AREAS[kind] : null);

export const spotOf = (kind: string): Spot | null => (isKind(kind) ? SPOTS[kind] : undefined) ?? areaOf(kind);

export function kindName(kind: string): string {
  return isKind(kind) ? t(`kind.${kind}` satisfies Key) : kind;
}
