import { ended } from '../../api/motion';
import type { Operation, Panel, SourceName } from '../../api/types';
import { Card } from '../../ui/Card';
import { Age } from '../../ui/Age';
import { useDesk } from '../../ui/hooks/desk';
import { LeftOut } from '../../ui/LeftOut';
import { t } from '../../words/words';
import { Later } from '../Later';

const NAMES: readonly SourceName[] = ['zendesk', 'gitlab', 'pagerduty'];

interface HistoryCardProps {
  panel: Panel;
  operations: readonly Operation[];
}

/** What was done from here, the age of the panel, and for managers what the vendors sent that could not be used. */
export function HistoryCard({ panel, operations }: HistoryCardProps) {
  const past = operations.filter(ended);
  const sources = NAMES.map(name => panel.sources[name]);
  const oldest = sources.map(source => source.as_of).sort()[0];
  // When a source fails, its card says how old it is.
  const known = oldest && !sources.some(source => source.error);
  const { agent } = useDesk();
  // What is about the rota stands in its card.
  const leftOut = sources.flatMap(source => source.skipped).filter(one => !panel.on_call.left_out.includes(one));
  return (
    <>
      <Card
        id="history"
        title={past.length > 0 ? t('history.title_count', { count: past.length }) : t('history.title')}
        summary={
          <span class="subtle">
            {known && (
              <>
                {t('history.as_of')} <Age at={oldest} />
              </>
            )}
          </span>
        }
        startsOpen={false}
      >
        <Later draw={({ HistoryWork }) => <HistoryWork past={past} />} />
      </Card>
      {agent.role === 'manager' && <LeftOut what={leftOut} />}
    </>
  );
}
