import type { Panel } from '../../api/types';
import { Button } from '../../ui/Button';
import { useCan, useDesk } from '../../ui/hooks/desk';
import { type Place, useWay } from '../../ui/hooks/way';
import { t } from '../../words/words';
import { Act } from '../Act';
import { useInsert } from '../hooks/useInsert';
import { isOpen, type Matter } from './matters';

/** The button of the gravest matter, for those who may: it leads to the form, or does what needs none. */
export function NextStep({ matter: { next, rest }, panel }: { matter: Matter; panel: Panel }) {
  const can = useCan();
  const { agent } = useDesk();
  const { go } = useWay();
  const { plan, blocked, manager_call } = panel.emergency;
  const lead = (label: string, place: Place) => (
    <Button look="primary" danger={place.spot === 'page'} onClick={() => go(place)}>
      {label}
    </Button>
  );
  if (next === 'page' && blocked === null && plan.configured) {
    if (can('trigger_emergency')) {
      return lead(t('top.page', { who: plan.pages ?? plan.escalation_policy }), { card: 'emergency', spot: 'page' });
    }
    if (can('call_manager') && !isOpen(manager_call.incident))
      return lead(t('top.call'), { card: 'emergency', spot: 'call_manager' });
  }
  if (next === 'reassign' && can('reassign_page')) {
    return lead(t('top.reassign'), { card: 'emergency', spot: 'reassign' });
  }
  if (next === 'contact' && can('record_contact')) return lead(t('top.contact'), { card: 'feedback', spot: 'contact' });
  if (next === 'reply' && agent.role !== 'light_agent') return <Reply />;
  if (next === 'acknowledge_star')
    return <Act kind={next} body={{}} label={t('top.acknowledge_star')} look="primary" />;
  if (next === 'assign_star' && can(next)) return lead(t('top.assign_star'), { card: 'star', spot: 'assign' });
  if (rest && can('reject_star')) {
    return <Act kind="do_the_rest" body={{ operation: rest }} label={t('operation.do_the_rest')} look="primary" />;
  }
  return null;
}

/** Open the reply to the customer: what it says is theirs who worked on it. */
function Reply() {
  const { reply } = useInsert();
  return (
    <Button look="primary" onClick={() => void reply()}>
      {t('top.reply')}
    </Button>
  );
}
