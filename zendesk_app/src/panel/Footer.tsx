import type { SourceName, Panel } from '../api/types';
import { Moment } from '../ui/Moment';
import { t } from '../words/words';
import './Footer.css';

const NAMES: readonly SourceName[] = ['zendesk', 'gitlab', 'pagerduty'];

/** How old the whole is: the oldest of the sources' times. When one of them fails, its card says what it lacks. */
export function Footer({ panel }: { panel: Panel }) {
  const sources = NAMES.map(name => panel.sources[name]);
  const oldest = sources.map(source => source.as_of).sort()[0];
  if (!oldest || sources.some(source => source.error)) return null;
  return (
    <p class="footer">
      {t('footer.as_of')} <Moment at={oldest} />
    </p>
  );
}
