import { useDesk } from '../../ui/hooks/desk';
import { useAnswer } from '../../ui/hooks/useAnswer';
import { t } from '../../words/words';

/** Who could take it, and why each. A click fills the name in and does no more. */
export function Suggestions({ onChoose }: { onChoose: (username: string) => void }) {
  const { api, ticket } = useDesk();
  const { data } = useAnswer(String(ticket), signal => api.suggestions(ticket, signal), 0);
  if (!data?.suggestions.length) return null;
  return (
    <div>
      <p class="label">{t('star.suggested')}</p>
      <ul class="rows">
        {data.suggestions.map(one => (
          <li key={one.username} class="small">
            <button type="button" class="anchor" onClick={() => onChoose(one.username)}>
              <bdi>{one.name}</bdi> @{one.username}
            </button>
            <span class="block subtle">{one.because.join(', ')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
