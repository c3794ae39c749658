import { useRef, useState } from 'preact/hooks';
import type { Bodies, Kind } from '../../api/bodies';
import { ApiFailure } from '../../api/errors';
import { keyFor, settle } from '../../api/intention';
import type { Operation } from '../../api/types';
import { useDesk } from './desk';

export interface Action<K extends Kind> {
  sending: boolean;
  failure: ApiFailure | null;
  /**
   * Start the operation and give its state; null when the server did not take it: then `failure` says why.
   *
   * `taken` is called before the answer is drawn: a form that closes then leaves its room to it.
   */
  send: (body: Bodies[K], taken?: (operation: Operation) => void) => Promise<Operation['state'] | null>;
}

/** Start operations of one kind, one at a time; clicking again sends the same idempotency key. */
export function useAction<K extends Kind>(kind: K): Action<K> {
  const { api, feed, ticket } = useDesk();
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  // A second click may come before the state of the first has rendered.
  const busy = useRef(false);

  const send: Action<K>['send'] = async (body, taken) => {
    if (busy.current) return null;
    busy.current = true;
    setSending(true);
    setFailure(null);
    feed.hold();
    try {
      const operation = await api.start(ticket, kind, body, keyFor(ticket, kind, body));
      settle(ticket, kind);
      taken?.(operation);
      feed.adopt(operation);
      return operation.state;
    } catch (error) {
      const known = error instanceof ApiFailure ? error : new ApiFailure('offline', '');
      setFailure(known);
      if (known.code === 'already_open' || known.code === 'idempotency_mismatch') settle(ticket, kind);
      return null;
    } finally {
      busy.current = false;
      feed.release();
      setSending(false);
    }
  };

  return { sending, failure, send };
}
