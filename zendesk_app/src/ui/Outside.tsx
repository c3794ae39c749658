import { t } from '../words/words';
import { Note } from './Note';

/** The page was opened by itself, not beside a ticket. */
export function Outside() {
  return (
    <Note tone="info" title={t('outside.title')}>
      <p>{t('outside.text')}</p>
    </Note>
  );
}
