/** Is something happening that a person waits for? It decides how often the panel looks. */
import type { Operation, Panel } from './types';

export const inMotion = (operation: Operation): boolean =>
  operation.state === 'running' || operation.state === 'unknown';

/** A page that nobody has taken yet, or an operation that has not ended. */
export function moving(panel: Panel | null, operations: readonly Operation[]): boolean {
  return operations.some(inMotion) || panel?.emergency.incident?.status === 'triggered';
}

/** Something is being read at this very moment: it will be there in seconds. `updatedAt` is the ticket's as seen here. */
export function late({ sources, ticket }: Panel, updatedAt: string | null): boolean {
  const behind = ticket !== null && updatedAt !== null && ticket.updated_at < updatedAt;
  return behind || Object.values(sources).some(({ state, error }) => state !== 'fresh' && error === null);
}

/**
 * The server's list of operations with those started from here.
 *
 * An answer that was on its way while an operation ended still calls it running: the ended one is right.
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
