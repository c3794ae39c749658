/** What matters now on this ticket, gravest first: the status, and which card opens by itself. */
import { inMotion, inSight } from '../../api/motion';
import type { FeedbackIssue, Incident, Level, Operation, Panel, SourceName, StarIssue } from '../../api/types';
import { type Area, areaOf, kindName } from '../kinds';
import { ago, left, MINUTE, moment, span } from '../../words/time';
import { type Key, speaking, t } from '../../words/words';

export type Subject = 'emergency' | 'star' | 'feedback' | 'operation' | 'source';

export interface Matter {
  subject: Subject;
  level: Level;
  text: string;
  /** What more there is to say of it in a line, said while it is the gravest. */
  detail?: string;
  /** What comes next. */
  next?: Next;
  /** The operation whose rest comes next. */
  rest?: string;
  /** The card that tells more of an operation. */
  area?: Area | null;
  /** The moment that the text speaks of. */
  at?: string;
  unanswered?: true;
}

export type Next = 'page' | 'reassign' | 'reply' | 'acknowledge_star' | 'assign_star' | 'contact';

const WEIGHT: Record<Level, number> = { red: 0, amber: 1, calm: 2 };
/** After everything else: an outage never stands before the matter that it hides. */
const LAST = 3;
/** How far what was done here and what PagerDuty says of it may lie apart; what is later is a change of its own. */
export const SAME_MS = 60_000;

export const openStar = (issue: StarIssue): boolean => !['resolved', 'unstarred', 'moved'].includes(issue.state);
export const contactDue = (issue: FeedbackIssue): boolean => issue.state === 'contact_due';

export function matters(panel: Panel, operations: readonly Operation[], now: number): Matter[] {
  const { emergency, star, feedback } = panel;
  const found: Matter[] = [
    ...operations.filter(operation => stillMatters(operation, emergency.incident, now)).map(ofOperation),
    ...(emergency.incident ? ofIncident(emergency.incident, operations, now) : notPaged(panel, operations, now)),
    ...star.issues.filter(openStar).map(issue => ofStar(issue, operations, now)),
    ...feedback.issues.filter(contactDue).map(issue => ofFeedback(issue, now)),
    ...unavailable(panel),
  ];
  // Sorting is stable: among equals an emergency goes before a STAR, a STAR before feedback.
  return found.sort((one, other) => weigh(one) - weigh(other));
}

const matter = (subject: Subject, level: Level, text: string, more: Partial<Matter> = {}): Matter => ({
  subject,
  level,
  text,
  ...more,
});

/** A page in doubt comes first, then one that nobody has acknowledged or made, then by colour. */
function weigh({ subject, area, level, unanswered }: Matter): number {
  if (subject === 'source') return LAST;
  if (subject === 'operation' && area === 'emergency' && level === 'red') return -2;
  return unanswered ? -1 : WEIGHT[level];
}

/** An unconfirmed operation always matters; a page that is running or failed matters until an incident shows it. */
function stillMatters(operation: Operation, incident: Incident | null, now: number): boolean {
  const { kind, state } = operation;
  if (state === 'unknown') return true;
  return kind === 'trigger_emergency' && state !== 'done' && incident === null && inSight(operation, now);
}

const SAID = { unknown: 'top.not_confirmed', failed: 'top.failed', running: 'top.in_progress' } as const;

function ofOperation({ kind, state, created_at: at }: Operation): Matter {
  const key: Key = state === 'done' ? 'operation.done' : SAID[state];
  const level = state === 'running' ? 'amber' : 'red';
  return matter('operation', level, t(key, { what: kindName(kind) }), { area: areaOf(kind), at });
}

/** No page is known: the ticket may speak of an emergency all the same, unless a page is on its way. */
function notPaged({ emergency, sources }: Panel, operations: readonly Operation[], now: number): Matter[] {
  const { reported, paged_by_macro: byMacro, entitlement, decision } = emergency;
  if (byMacro) return [matter('emergency', 'amber', t('top.paged_by_macro'), { detail: t('top.not_seen') })];
  const paging = ({ kind, state }: Operation): boolean => kind === 'trigger_emergency' && state !== 'failed';
  if (reported === null || operations.some(one => paging(one) && inSight(one, now))) return [];
  const known = sources.pagerduty.as_of !== null && sources.pagerduty.error === null;
  const text = t(`top.reported.${reported.by}`, { ago: ago(reported.at, now) });
  // Not entitled: a page is not what comes next, unless a person has decided so.
  if (entitlement.answer === 'no' && !decision?.holds) {
    return [matter('emergency', 'amber', text, { detail: entitlement.because, at: reported.at })];
  }
  const detail = known ? (managerCalled(emergency, now) ?? t('top.nobody_paged')) : t('top.paging_unknown');
  const more = { detail, at: reported.at, next: 'page' } as const;
  const certain = reported.by !== 'priority';
  return [matter('emergency', certain ? 'red' : 'amber', text, certain ? { ...more, unanswered: true } : more)];
}

/** Who cannot page has called the manager: whether that was heard. */
function managerCalled({ manager_call: { incident: call } }: Panel['emergency'], now: number): string | null {
  if (!isOpen(call)) return null;
  const called = t('top.manager_called', { ago: ago(call.created_at, now) });
  return call.status === 'acknowledged' ? `${called} ${onIt(call)}` : called;
}

export const isOpen = <P extends Pick<Incident, 'status'>>(page: P | null): page is P =>
  page !== null && page.status !== 'resolved';

function ofIncident(incident: Incident, operations: readonly Operation[], now: number): Matter[] {
  const { clock, status } = incident;
  const due = clock.first_reply_due_at;
  if (status === 'triggered') {
    // Acknowledged once and triggered again, or handed to somebody else: it waits since then.
    const again = incident.since !== incident.created_at;
    const waited = now - Date.parse(incident.since);
    const text =
      waited < MINUTE
        ? t(again ? 'top.waits_now' : 'top.paged_now')
        : t(again ? 'top.waits' : 'top.paged', { span: span(waited) });
    const level = clock.level === 'red' ? 'red' : 'amber';
    const more = { at: incident.since, unanswered: true, next: 'reassign' } as const;
    const detail = [passed(incident, operations, now), told(incident, now)].filter(Boolean).join(' ');
    return [matter('emergency', level, text, { ...more, detail })];
  }
  if (status === 'resolved') {
    if (clock.level === 'calm') return [];
    const detail = t('top.first_reply', { left: left(due, now) });
    return [matter('emergency', clock.level, t('top.resolved'), { detail, at: due, next: 'reply' })];
  }
  const detail = passed(incident, operations, now) ?? onIt(incident);
  if (clock.first_replied_at !== null) return [matter('emergency', clock.level, t('top.replied'), { detail })];
  return [matter('emergency', clock.level, t('top.acknowledged', { left: left(due, now) }), { detail, at: due })];
}

/** Who handed the emergency on and when, if that was the last thing done about it: here, and in PagerDuty. */
function passed({ created_at: begun, since }: Incident, operations: readonly Operation[], now: number): string | null {
  // Once its first step is done it has happened; what follows is told in its card.
  const last = operations.find(
    one => ['hand_off', 'reassign_page'].includes(one.kind) && (one.state === 'done' || one.steps[0]?.state === 'done'),
  );
  if (!last || last.created_at < begun) return null;
  if (Date.parse(since) - Date.parse(last.created_at) > SAME_MS) return null;
  return t('top.handed_on', { who: last.actor, ago: ago(last.created_at, now) });
}

/** Whom PagerDuty has paged, and who is next. */
function told({ assigned_to: people, escalates, urgency }: Incident, now: number): string {
  const who = people.join(', ') || t('reassign.nobody');
  if (urgency === 'low') return t('top.told_low', { who });
  if (escalates === null) return t('top.told', { who });
  return t('top.told_then', { who, to: escalates.to, left: ago(escalates.at, now) });
}

const onIt = ({ acknowledged_by: who }: Pick<Incident, 'acknowledged_by'>): string =>
  who ? t('incident.taken', { who }) : t('incident.taken_unnamed');

function ofStar(issue: StarIssue, operations: readonly Operation[], now: number): Matter {
  const urgency = issue.urgency_label ?? t('star.urgency.unknown');
  const text = issue.due_at
    ? t('top.star_due', { urgency, left: left(issue.due_at, now) })
    : t('top.star', { urgency });
  const who = issue.assignees.join(', ');
  const at = issue.due_at ? { at: issue.due_at } : {};
  const { half_rejected: rest } = issue;
  if (rest) {
    const doing = operations.some(one => one.rest_of === 'reject_star' && inMotion(one));
    const detail = doing ? t('operation.running', { what: kindName('reject_star') }) : t('star.state.half_rejected');
    return matter('star', issue.level, text, { ...at, detail, ...(doing ? {} : { rest }) });
  }
  const waits = issue.state === 'submitted';
  const detail = who ? t('top.star_with', { who }) : t(waits ? 'top.star_waits' : 'top.star_alone');
  const next = NEXT_OF_STAR[issue.state];
  return matter('star', issue.level, text, { ...at, detail, ...(next && { next }) });
}

/** Whoever has it while it is acknowledged only is a manager: an engineer is named next. */
const NEXT_OF_STAR: Partial<Record<StarIssue['state'], Next>> = {
  submitted: 'acknowledge_star',
  acknowledged: 'assign_star',
};

function ofFeedback(issue: FeedbackIssue, now: number): Matter {
  const more = { detail: t('top.feedback_asked'), next: 'contact' } as const;
  const { due_at: at, level } = issue;
  if (at === null) return matter('feedback', level, t('top.feedback'), more);
  const late = issue.overdue || Date.parse(at) < now;
  const text = late
    ? t('top.feedback_overdue', { left: left(at, now) })
    : t('top.feedback_due', { due: moment(at, now) });
  return matter('feedback', level, text, { ...more, at });
}

/** Sources that failed, and those that were never read: what stands below may be old, or not there yet. */
function unavailable({ sources }: Panel): Matter[] {
  const names = (['pagerduty', 'gitlab', 'zendesk'] as const).filter(name => sources[name].state !== 'fresh');
  const failed = names.filter(name => sources[name].error !== null);
  const unread = names.filter(name => sources[name].error === null && sources[name].state === 'unavailable');
  return [
    ...(failed.length > 0 ? [matter('source', 'amber', t('top.unknown', { source: listed(failed) }))] : []),
    ...(unread.length > 0 ? [matter('source', 'calm', t('source.reading', { source: listed(unread) }))] : []),
  ];
}

const listed = (names: readonly SourceName[]): string =>
  new Intl.ListFormat(speaking().language, { type: 'unit', style: 'short' }).format(
    names.map(name => t(`source.${name}`)),
  );
