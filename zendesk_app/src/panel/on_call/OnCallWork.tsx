import type { Panel } from '../../api/types';
import { Disclosure } from '../../ui/Disclosure';
import { Duties } from '../../ui/Duties';
import { LeftOut } from '../../ui/LeftOut';
import { useCan } from '../../ui/hooks/desk';
import { SourceNote } from '../../ui/SourceNote';
import { t } from '../../words/words';
import { CardLinks } from '../CardLinks';

/** Everybody who is on call, and how to find cover. */
export function OnCallWork({ panel }: { panel: Panel }) {
  const can = useCan();
  return (
    <>
      <Duties onCall={panel.on_call} />
      {panel.on_call_channel && <p class="small">{t('on_call.channel', { channel: panel.on_call_channel })}</p>}
      {can('hand_off') && (
        <Disclosure id="cover" label={t('on_call.cover')}>
          <p class="small">{panel.emergency.cover}</p>
          <CardLinks links={panel.links} card="on_call" />
        </Disclosure>
      )}
      <LeftOut what={panel.on_call.left_out} />
      <SourceNote name="pagerduty" source={panel.sources.pagerduty} brief />
    </>
  );
}
