import { useDesk } from '../ui/hooks/desk';
import { Icon } from '../ui/Icon';
import { t } from '../words/words';

interface ForbiddenProps {
  /** What may not be done, as a finished sentence's beginning: "Paging". */
  what: string;
  /** Who is on call, and so the one to ask. */
  ask?: string | undefined;
}

/** Say who may do it. Managers see nothing: what they miss, the server does not offer at all. */
export function Forbidden({ what, ask }: ForbiddenProps) {
  if (useDesk().agent.role === 'manager') return null;
  return (
    <p class="aside">
      <Icon name="info" />{' '}
      <span>{ask ? t('forbidden.ask', { what, who: ask }) : t('forbidden.managers', { what })}</span>
    </p>
  );
}
