import type { Operation } from '../../api/types';
import { Disclosure } from '../../ui/Disclosure';
import { Account, said } from '../../ui/Progress';
import { t } from '../../words/words';
import { kindName } from '../kinds';

/** Every operation that has ended, the newest first: what became of it, and its steps when somebody asks. */
export function HistoryWork({ past }: { past: readonly Operation[] }) {
  if (past.length === 0) return <p class="subtle">{t('history.none')}</p>;
  return (
    <ul class="rows">
      {past.map(operation => (
        <li key={operation.id}>
          <Disclosure
            id={`history.${operation.id}`}
            label={said(operation, kindName(operation.rest_of ?? operation.kind))}
          >
            <Account operation={operation} />
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}
