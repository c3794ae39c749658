/** Whether something is going on that a person waits for, which decides how often the panel polls. */
import type { Operation, Panel } from './types';

export const inMotion = (operation: Operation): boolean =>
  operation.state === 'running' || operation.state === 'unknown';

export const ended = (operation: Operation): boolean => !inMotion(operation);

/** An ended operation is shown for this long; after that its effect in the card is enough. */
const RECENT_MS = 10 * 60_000;

export const inSight = (operation: Operation, now: number): boolean =>
  inMotion(operation) || now - Date.parse(operation.created_at) < RECENT_MS;

/** Tell whether a page waits for somebody to acknowledge it, or an operation is running or in doubt. */
export function moving(panel: Panel | null, operations: readonly Operation[]): boolean {
  return operations.some(inMotion) || panel?.emergency.incident?.status === 'triggered';
}

/** Tell whether the server is reading something right now; `updatedAt` is when Zendesk says the ticket changed. */
export function late({ sources, ticket }: Panel, updatedAt: string | null): boolean {
  const behind = ticket !== null && updatedAt !== null && ticket.updated_at < updatedAt;
  return behind || Object.values(sources).some(({ state, error }) => state !== 'fresh' && error === null);
}

/**
 * The server's list of operations with those started from here.
 *
 * An answer may be older than the end of an operation and call it running: then the ended one is kept.
 */
export function merge(listed: readonly Operation[], started: readonly Operation[]): Operation[] {
  const ours = new Map(started.map(operation => [operation.id, operation]));
  const known = listed.map(theirs => {
    const mine = ours.get(theirs.id);
    return mine && !inMotion(mine) && theirs.state === 'running' ? mine : theirs;
  });
  const ids = new Set(listed.map(operation => operation.id));
  return [...started.filter(operation => !ids.has(operation.id)), ...known];
}
