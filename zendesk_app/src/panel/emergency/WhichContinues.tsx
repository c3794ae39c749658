import { Field } from '../../ui/Field';
import type { Draft } from '../../ui/hooks/useDraft';
import { t } from '../../words/words';

/** Which ticket goes on when an emergency is none and the customer has another ticket on it: the text says so. */
export const WhichContinues = ({ draft }: { draft: Draft }) => (
  <Field label={t('continues.label')} hint={t('continues.hint')} draft={draft} />
);
