import type { Star } from '../../api/types';
import { Note } from '../../ui/Note';
import { t } from '../../words/words';

/** What speaks against a STAR here: refusals first, then what only wants a second thought. */
export function Checks({ checks }: { checks: Star['checks'] }) {
  const refusing = checks.filter(check => check.level === 'refuse');
  const warning = checks.filter(check => check.level === 'warn');
  return (
    <>
      <List tone="danger" title={t('star.refused')} checks={refusing} />
      <List tone="warning" title={t('star.warned')} checks={warning} />
    </>
  );
}

function List({ tone, title, checks }: { tone: 'danger' | 'warning'; title: string; checks: Star['checks'] }) {
  if (checks.length === 0) return null;
  return (
    <Note tone={tone} title={title}>
      <ul class="bullets">
        {checks.map(check => (
          <li key={check.id}>{check.because}</li>
        ))}
      </ul>
    </Note>
  );
}
