import type { Suggestions as Listed } from '../../api/types';
import { useDesk } from '../../ui/hooks/desk';
import { useAnswer } from '../../ui/hooks/useAnswer';
import { t } from '../../words/words';

interface Choosing {
  onChoose: (username: string) => void;
}

/** Who could take it, and why each. A click fills the name in and does no more. */
export function Suggestions({ onChoose }: Choosing) {
  const { api, ticket } = useDesk();
  const { data } = useAnswer(String(ticket), signal => api.suggestions(ticket, signal), 0);
  if (!data?.suggestions.length) return null;
  return (
    <div>
      <p class="label">{t('star.suggested')}</p>
      <Names of={data.suggestions} onChoose={onChoose} />
    </div>
  );
}

type Named = Pick<Listed['suggestions'][number], 'username' | 'name'> & { because?: string[] };

/** People by name and username; a click chooses one. */
export function Names({ of, onChoose }: Choosing & { of: readonly Named[] }) {
  return (
    <ul class="rows">
      {of.map(({ username, name, because = [] }) => (
        <li key={username} class="small">
          <button type="button" class="anchor" onClick={() => onChoose(username)}>
            <bdi>{name}</bdi> @{username}
          </button>
          <span class="block subtle">{because.join(', ')}</span>
        </li>
      ))}
    </ul>
  );
}
