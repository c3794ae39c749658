import type { Star } from '../../api/types';
import { Disclosure } from '../../ui/Disclosure';
import { useCan, useDesk } from '../../ui/hooks/desk';
import { t } from '../../words/words';
import { StarForm } from './StarForm';

/** Ask for attention although a STAR is open: a manager's way, with a reason. */
export function AnotherStar({ star, beside }: { star: Star; beside: number }) {
  const can = useCan();
  const { agent } = useDesk();
  if (!can('open_star') || agent.role !== 'manager') return null;
  return (
    <Disclosure id="another_star" label={t('star.another')}>
      <StarForm star={star} beside={beside} />
    </Disclosure>
  );
}
