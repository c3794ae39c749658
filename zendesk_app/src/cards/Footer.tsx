import type { SourceName, Panel } from '../api/types';
import { Moment } from '../ui/Moment';
import { t } from '../words/words';

const NAMES: readonly SourceName[] = ['zendesk', 'gitlab', 'pagerduty'];

/** How old the whole is: the oldest of the times that the sources carry. */
export function Footer({ panel }: { panel: Panel }) {
  const times = NAMES.map(name => panel.sources[name].as_of).filter(time => time !== null);
  const oldest = times.sort()[0];
  if (oldest === undefined) return null;
  return (
    <p class="footer">
      {t('footer.as_of')} <Moment at={oldest} />
    </p>
  );
}
