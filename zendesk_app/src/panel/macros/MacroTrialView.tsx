import type { ApiFailure } from '../../api/errors';
import type { MacroTrial } from '../../api/types';
import { Fact } from '../../ui/Fact';
import { Note } from '../../ui/Note';
import { Quoted } from '../../ui/Quoted';
import { t } from '../../words/words';
import './MacroTrialView.css';

interface MacroTrialViewProps {
  trial: MacroTrial | null;
  failure: ApiFailure | null;
}

/** What applying a macro does, as text; its place is kept until it is known. */
export function MacroTrialView({ trial, failure }: MacroTrialViewProps) {
  return (
    <div class="macro-trial stack stack-tight" aria-live="polite" aria-busy={!trial && !failure}>
      {trial ? (
        <Done trial={trial} />
      ) : failure ? (
        <Unread failure={failure} />
      ) : (
        <p class="subtle">{t('macros.reading')}</p>
      )}
    </div>
  );
}

/** Only what the server refused has words that say more: e.g. that Zendesk cannot do it for us. */
function Unread({ failure: { code, message } }: { failure: ApiFailure }) {
  return (
    <>
      <p>{t('macros.unread')}</p>
      {code === 'refused' && message && <p class="small">{message}</p>}
    </>
  );
}

function Done({ trial }: { trial: MacroTrial }) {
  const { text, blanks, lost, changes, tags_added: added, tags_removed: removed } = trial;
  return (
    <>
      {blanks.length > 0 && (
        <Note tone="warning">
          <p>{t('macros.blanks', { left: blanks.join(', '), count: blanks.length })}</p>
        </Note>
      )}
      {lost.length > 0 && (
        <Note tone="warning">
          <p>
            <Quoted text={t('macros.lost', { lost: lost.join(', ') })} />
          </p>
        </Note>
      )}
      <p class="strong">{t(trial.public ? 'macros.public' : 'macros.internal')}</p>
      <p class="inset small">
        <Quoted text={text} />
      </p>
      {changes.length + added.length + removed.length === 0 && <p class="subtle">{t('macros.no_changes')}</p>}
      <dl class="facts small">
        {changes.map(({ field, name, before, after }, place) => (
          <Fact key={place} name={name ?? t(`macros.field.${field}`)}>
            <Quoted text={t('macros.change', { before: said(before), after: said(after) })} />
          </Fact>
        ))}
        {added.length > 0 && (
          <Fact name={t('macros.tags_added')}>
            <Quoted text={added.join(', ')} />
          </Fact>
        )}
        {removed.length > 0 && (
          <Fact name={t('macros.tags_removed')}>
            <Quoted text={removed.join(', ')} />
          </Fact>
        )}
      </dl>
    </>
  );
}

const said = (value: string | null): string => value ?? t('macros.empty');
