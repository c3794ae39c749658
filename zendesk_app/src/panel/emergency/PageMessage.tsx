import type { Bodies } from '../../api/bodies';
import { useDesk } from '../../ui/hooks/desk';
import { useAnswer } from '../../ui/hooks/useAnswer';
import { t } from '../../words/words';
import './PageMessage.css';

/** The very words that PagerDuty will show below the title; they have their place before they are here. */
export function PageMessage({ body }: { body: Bodies['trigger_emergency'] }) {
  const { api, ticket } = useDesk();
  const { data, failure } = useAnswer(JSON.stringify(body), signal => api.pageMessage(ticket, body, signal), 0);
  return (
    <div class="page-message">
      <p class="subtle">{t('page.message')}</p>
      <p class="small prose" dir="auto" aria-busy={!data && !failure}>
        {data?.details ?? (failure && t('page.message_unknown'))}
      </p>
    </div>
  );
}
