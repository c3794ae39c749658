import { useDesk } from '../../ui/hooks/desk';
import { Link } from '../../ui/Link';
import { t } from '../../words/words';

/** The call about the ticket. Somebody wrote its address there: it is shown whole, so that one sees where it leads. */
export function CallLink({ url }: { url: string }) {
  const { agent } = useDesk();
  return (
    <div>
      <p>
        <span class="label">{t('call_link.title')}</span> <Link href={url}>{url}</Link>
      </p>
      {agent.role === 'manager' && <p class="small subtle">{t('call_link.lead')}</p>}
    </div>
  );
}
