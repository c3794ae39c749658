import type { Assessment } from '../../api/types';
import { Field } from '../../ui/Field';
import { Note } from '../../ui/Note';
import type { Draft } from '../../ui/hooks/useDraft';
import { t } from '../../words/words';
import { ticketNumber } from './useAssessment';

interface WhichContinuesProps {
  draft: Draft;
  /** What the server found about the ticket that was named. */
  found: Assessment['continues'];
}

/** Which ticket goes on when an emergency is none and the customer has another ticket on it: the text says so. */
export function WhichContinues({ draft, found }: WhichContinuesProps) {
  const problem = draft.text.trim() === '' ? null : ticketNumber(draft.text) === null ? 'unreadable' : found?.problem;
  return (
    <>
      <Field label={t('continues.label')} hint={t('continues.hint')} draft={draft} />
      <div role="status">{problem && <Note tone="warning">{t(`continues.${problem}`)}</Note>}</div>
    </>
  );
}
