/** What matters now on this ticket, gravest first: the top line, and which cards open by themselves. */
import { inSight } from '../../api/motion';
import type { FeedbackIssue, Incident, Level, Operation, Panel, SourceName, StarIssue } from '../../api/types';
import { type Area, areaOf, kindName } from '../kinds';
import { left, moment, span } from '../../words/time';
import { type Key, speaking, t } from '../../words/words';

export type Subject = 'emergency' | 'star' | 'feedback' | 'operation' | 'source';

export interface Matter {
  subject: Subject;
  level: Level;
  text: string;
  /** The card that tells more of an operation. */
  area?: Area | null;
  /** The moment that the text speaks of. */
  at?: string;
  unanswered?: true;
}

const WEIGHT: Record<Level, number> = { red: 0, amber: 1, calm: 2 };

export const openStar = (issue: StarIssue): boolean => !['resolved', 'unstarred', 'moved'].includes(issue.state);
export const contactDue = (issue: FeedbackIssue): boolean => issue.state === 'contact_due';

export function matters(panel: Panel, operations: readonly Operation[], now: number): Matter[] {
  const { emergency, star, feedback } = panel;
  const found: Matter[] = [
    ...operations.filter(operation => stillMatters(operation, emergency.incident, now)).map(ofOperation),
    ...(emergency.incident ? ofIncident(emergency.incident, now) : []),
    ...(emergency.paged_by_macro && !emergency.incident ? [matter('emergency', 'amber', t('top.paged_by_macro'))] : []),
    ...star.issues.filter(openStar).map(issue => ofStar(issue, now)),
    ...feedback.issues.filter(contactDue).map(issue => ofFeedback(issue, now)),
    ...unavailable(panel),
  ];
  // Sorting is stable: among equals an emergency goes before a STAR, a STAR before feedback.
  return found.sort((one, other) => weigh(one) - weigh(other));
}

export const concerns = (subject: Subject, all: readonly Matter[]): boolean => all.some(one => one.subject === subject);

const matter = (subject: Subject, level: Level, text: string, at: string | null = null): Matter => ({
  subject,
  level,
  text,
  ...(at === null ? {} : { at }),
});

/** A page in doubt comes first, then one that nobody has acknowledged, then by colour. */
function weigh({ subject, area, level, unanswered }: Matter): number {
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

function ofOperation(operation: Operation): Matter {
  const key: Key = operation.state === 'done' ? 'operation.done' : SAID[operation.state];
  const level = operation.state === 'running' ? 'amber' : 'red';
  return { ...matter('operation', level, t(key, { what: kindName(operation.kind) })), area: areaOf(operation.kind) };
}

function ofIncident(incident: Incident, now: number): Matter[] {
  const { clock, status } = incident;
  if (status === 'triggered') {
    const waiting = span(now - Date.parse(incident.created_at));
    const level = clock.level === 'red' ? 'red' : 'amber';
    return [
      { ...matter('emergency', level, t('top.paged', { span: waiting }), incident.created_at), unanswered: true },
    ];
  }
  if (status === 'resolved') return [];
  if (clock.first_replied_at !== null) return [matter('emergency', clock.level, t('top.replied'))];
  const due = clock.first_reply_due_at;
  return [matter('emergency', clock.level, t('top.acknowledged', { left: left(due, now) }), due)];
}

function ofStar(issue: StarIssue, now: number): Matter {
  const urgency = issue.urgency ? t(`star.urgency.${issue.urgency}`) : t('star.urgency.unknown');
  const text = issue.due_at
    ? t('top.star_due', { urgency, left: left(issue.due_at, now) })
    : t('top.star', { urgency });
  return matter('star', issue.level, text, issue.due_at);
}

function ofFeedback(issue: FeedbackIssue, now: number): Matter {
  if (issue.due_at === null) return matter('feedback', issue.level, t('top.feedback'));
  const key: Key = issue.overdue ? 'top.feedback_overdue' : 'top.feedback_due';
  return matter('feedback', issue.level, t(key, { due: moment(issue.due_at, now) }), issue.due_at);
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
