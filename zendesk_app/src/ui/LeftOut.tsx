import { t } from '../words/words';

/** What a vendor sent that could not be used, or is elsewhere now, in the server's own words: the rest of it counts. */
export function LeftOut({ what }: { what: readonly string[] }) {
  if (what.length === 0) return null;
  return (
    <p class="aside">
      {t('source.left_out')} <bdi>{what.join(' · ')}</bdi>
    </p>
  );
}
