/** What the server put into the page: the agent's session. */
import type { Session } from '../api/types';

export interface Boot {
  session: Session;
}

export function readBoot(page: Document): Boot | null {
  try {
    const value: unknown = JSON.parse(page.getElementById('boot')?.textContent ?? 'null');
    return isBoot(value) ? value : null;
  } catch {
    return null;
  }
}

function isBoot(value: unknown): value is Boot {
  if (typeof value !== 'object' || value === null || !('session' in value)) return false;
  const { session } = value;
  return typeof session === 'object' && session !== null && 'session' in session && 'agent' in session;
}
