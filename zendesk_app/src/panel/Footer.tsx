import type { SourceName, Panel } from '../api/types';
import { useDesk } from '../ui/hooks/desk';
import { LeftOut } from '../ui/LeftOut';
import { Moment } from '../ui/Moment';
import { t } from '../words/words';
import './Footer.css';

const NAMES: readonly SourceName[] = ['zendesk', 'gitlab', 'pagerduty'];

/** The age of the panel: the oldest of its sources' times. When a source fails, its card says so instead. */
export function Footer({ panel }: { panel: Panel }) {
  const { agent } = useDesk();
  const sources = NAMES.map(name => panel.sources[name]);
  // What is about the rota stands in its card.
  const leftOut = sources.flatMap(source => source.skipped).filter(one => !panel.on_call.left_out.includes(one));
  const oldest = sources.map(source => source.as_of).sort()[0];
  if (!oldest || sources.some(source => source.error)) return null;
  return (
    <div class="footer">
      {t('footer.as_of')} <Moment at={oldest} />
      {agent.role === 'manager' && <LeftOut what={leftOut} />}
    </div>
  );
}
