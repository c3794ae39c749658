import { useEffect, useRef } from 'preact/hooks';
import type { FeedState } from '../../api/feed';
import { kindName } from '../kinds';
import { announce } from '../../ui/announce';
import { t } from '../../words/words';

type Seen = Map<string, string>;

/** Tell screen readers what changed since the last answer; only pages interrupt what they are reading. */
export function useAnnouncements({ data, operations }: FeedState): void {
  const seen = useRef<Seen | null>(null);

  useEffect(() => {
    if (data === null) return;
    const { incident } = data.emergency;
    const star = data.star.state;
    const before = seen.current;
    const next: Seen = new Map(operations.map(({ id, state }) => [id, state]));
    next.set('incident', incident?.status ?? '').set('star', star);
    seen.current = next;
    if (before === null) return;

    for (const { id, kind, state } of operations) {
      if (before.get(id) === state) continue;
      const manner = kind === 'trigger_emergency' || kind === 'page_backup_pool' ? 'assertive' : 'polite';
      announce(t(`operation.${state}`, { what: kindName(kind) }), manner);
    }
    if (incident && before.get('incident') !== incident.status) announce(t(`incident.${incident.status}`), 'assertive');
    if (before.get('star') !== star) announce(t('star.announced', { state: t(`star.state.${star}`) }));
  }, [data, operations]);
}
