import type { Panel } from '../../api/types';
import { Card } from '../../ui/Card';
import { t } from '../../words/words';
import { Later } from '../Later';

/** Who is on call: their names in one line; opened, until when and who is next. */
export function OnCallCard({ panel }: { panel: Panel }) {
  const { managers, engineers } = panel.on_call;
  const first = [...managers.slice(0, 1), ...engineers.slice(0, 1)];
  return (
    <Card
      id="on_call"
      title={t('on_call.title')}
      summary={
        <span class="subtle">
          {first.length === 0 && t('on_call.unknown')}
          {first.map(({ name }, place) => [place > 0 && ' · ', <bdi key={place}>{name}</bdi>])}
        </span>
      }
      startsOpen={false}
    >
      <Later draw={({ OnCallWork }) => <OnCallWork panel={panel} />} />
    </Card>
  );
}
