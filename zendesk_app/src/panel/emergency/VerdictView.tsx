import { useEffect } from 'preact/hooks';
import type { ApiFailure } from '../../api/errors';
import type { Assessment, Decision, Macro, Qualification, Question, Verdict } from '../../api/types';
import { announce } from '../../ui/announce';
import { Failure } from '../../ui/Failure';
import { Note, type NoteTone } from '../../ui/Note';
import { t } from '../../words/words';
import { MacroActions, SetsForm } from '../macros/MacroActions';
import { titleOf, type Titles } from './titles';
import './Verdict.css';

const TONES: Record<Verdict, NoteTone> = {
  security_emergency: 'danger',
  emergency: 'danger',
  exception: 'warning',
  high_priority_now: 'warning',
  needs_info: 'info',
  judgement: 'info',
  not_emergency: 'info',
};

interface VerdictViewProps {
  /** Null until there is anything to judge by. */
  qualification: Qualification | null;
  /** A person's own verdict, which goes before the checklist's. */
  decision: Decision | null;
  titles: Titles;
  failure: ApiFailure | null;
}

/** The verdict and why, in a place that is kept for it from the start. It advises; people decide. */
export function VerdictView({ qualification, decision, titles, failure }: VerdictViewProps) {
  const found = qualification && `${titleOf(titles, qualification.verdict)}. ${qualification.because}`;
  const holds = decision ?? qualification;
  const title = holds ? titleOf(titles, holds.verdict) : t('verdict.none');
  const because = decision
    ? t('verdict.decided', { who: decision.by })
    : (qualification?.because ?? t('verdict.answer_first'));
  const said = holds && `${title}. ${because}`;
  useEffect(() => {
    if (said !== null) announce(said);
  }, [said]);
  return (
    <div class="verdict">
      <Note tone={holds ? TONES[holds.verdict] : 'info'} title={title}>
        <p>{because}</p>
        {decision && found && <p class="small subtle">{t('verdict.checklist', { found })}</p>}
      </Note>
      {failure && <Failure failure={failure} />}
    </div>
  );
}

interface VerdictMoreProps {
  assessment: Assessment;
  questions: readonly Question[];
  macros: readonly Macro[];
}

/** Who does what now, what is still open, and the macros that go with the verdict. */
export function VerdictMore({ assessment: { qualification, holds }, questions, macros }: VerdictMoreProps) {
  const { who, macros: named } = holds;
  const open = (qualification?.missing ?? []).map(key => questions.find(question => question.key === key)?.text ?? key);
  return (
    <>
      {who.map(part => (
        <p key={part.title} class={part.now ? undefined : 'subtle'}>
          <span class="label">{part.now ? t('verdict.now', { when: part.title }) : part.title}</span> {part.text}
        </p>
      ))}
      {open.length > 0 && (
        <div>
          <p class="label">{t('verdict.missing')}</p>
          <ul class="bullets">
            {open.map(text => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      {named.map(name => (
        <NamedMacro key={name} name={name} macros={macros} />
      ))}
    </>
  );
}

/** One that would give the ticket a wrong form is named, and not offered as of this verdict. */
function NamedMacro({ name, macros }: { name: string; macros: readonly Macro[] }) {
  const macro = macros.find(one => one.title.toLowerCase() === name.toLowerCase());
  return (
    <div class="stack stack-tight">
      <p class="small strong">{name}</p>
      {!macro ? (
        <p class="small subtle">{t('macros.not_in_zendesk')}</p>
      ) : macro.wrong_form ? (
        <SetsForm macro={macro} />
      ) : (
        <MacroActions macro={macro} />
      )}
    </div>
  );
}
