import type { PageAsked } from '../../api/client';
import { useDesk } from '../../ui/hooks/desk';
import { useAnswer } from '../../ui/hooks/useAnswer';
import { t } from '../../words/words';
import './PageMessage.css';

/** The very words that PagerDuty will show; they have their place before they are here. */
export function PageMessage({ page }: { page: PageAsked }) {
  const { api, ticket } = useDesk();
  const { data, failure } = useAnswer(JSON.stringify(page), signal => api.pageMessage(ticket, page, signal), 0);
  // The title of an emergency's page does not depend on what somebody writes: it stands among the facts.
  const titled = page.kind !== 'trigger_emergency';
  return (
    <div>
      <p class="subtle">{t(titled ? 'page.title' : 'page.message')}</p>
      {titled && (
        <p class="small strong" dir="auto">
          {data?.title}
        </p>
      )}
      {/* It scrolls, also by the keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <p class="page-details small prose" dir="auto" tabIndex={0} aria-busy={!data && !failure}>
        {data?.details ?? (failure && t('page.message_unknown'))}
      </p>
    </div>
  );
}
