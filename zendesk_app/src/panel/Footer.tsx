import type { SourceName, Panel } from '../api/types';
import { Moment } from '../ui/Moment';
import { t } from '../words/words';
import './Footer.css';

const NAMES: readonly SourceName[] = ['zendesk', 'gitlab', 'pagerduty'];

/** The age of the panel: the oldest of its sources' times. When a source fails, its card says so instead. */
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
