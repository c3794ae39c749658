import type { Star } from '../../api/types';
import { useCan, useDesk } from '../../ui/hooks/desk';
import { Disclosure } from '../../ui/Disclosure';
import { t } from '../../words/words';
import { Forbidden } from '../Forbidden';
import { StarForm } from './StarForm';
import { Checks } from './Checks';

/** Ask for attention: refusals stop everybody but a manager, who says why. */
export function OpenStar({ star }: { star: Star }) {
  const can = useCan();
  const { agent } = useDesk();
  const refused = star.checks.some(check => check.level === 'refuse');
  if (!can('open_star')) return <Forbidden what={t('forbidden.opening_star')} />;
  return (
    <>
      <Checks checks={star.checks} />
      {refused && agent.role !== 'manager' ? (
        <Forbidden what={t('forbidden.overriding')} />
      ) : (
        <Disclosure id="open_star" label={t('star.open')}>
          <StarForm star={star} />
        </Disclosure>
      )}
    </>
  );
}
