/** The agent's session: lives in memory only, and is renewed before it ends. */
import { now } from './clock';
import { ApiFailure } from './errors';
import { request } from './http';
import type { Agent, Session } from './types';

/** Renew this long before the end, so that no click ever meets an expired session. */
const MARGIN_MS = 5 * 60_000;

export interface Keeper {
  agent: () => Agent;
  /** A token to send, renewed first when it is about to end. Throws `unauthenticated` once it cannot be. */
  token: () => Promise<string>;
}

/** Keep `first` alive; `onChange` hears of a renewed agent, since rights may change with it. */
export function keepSession(first: Session, onChange: (agent: Agent) => void = () => undefined): Keeper {
  let session = first;
  let renewing: Promise<void> | null = null;

  async function renew(): Promise<void> {
    const { data } = await request<Session>('/api/session/renew', { method: 'POST', token: session.session });
    if (data === null) throw new ApiFailure('unreadable', '');
    session = data;
    onChange(data.agent);
  }

  async function token(): Promise<string> {
    const left = Date.parse(session.expires_at) - now();
    if (left < MARGIN_MS) {
      renewing ??= renew().finally(() => (renewing = null));
      // A failed renewal does not matter while the old session still works.
      await renewing.catch((error: unknown) => {
        if (left <= 0) throw error;
      });
    }
    return session.session;
  }

  return { agent: () => session.agent, token };
}
