import type { MovedTo as Moved } from '../api/types';
import { t } from '../words/words';
import { Fact } from './Fact';
import { Link } from './Link';

/** Where an issue goes on that was moved, as far as that is known. */
export function MovedTo({ to }: { to: Moved | null }) {
  if (to === null) return null;
  return (
    <Fact name={t('moved.title')}>
      {to.url === null ? (
        <span class="subtle">{t('moved.unknown')}</span>
      ) : (
        <Link href={to.url}>{t('moved.issue', { iid: to.iid ?? '' })}</Link>
      )}
    </Fact>
  );
}
