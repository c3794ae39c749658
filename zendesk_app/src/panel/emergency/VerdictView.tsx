import { useEffect } from 'preact/hooks';
import type { Macro, Qualification, Question, Verdict } from '../../api/types';
import { announce } from '../../ui/announce';
import { Note, type NoteTone } from '../../ui/Note';
import { t } from '../../words/words';
import { InsertText } from '../InsertText';
import { MacroActions } from '../macros/MacroActions';

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
  qualification: Qualification;
  questions: readonly Question[];
  macros: readonly Macro[];
}

/** The verdict, why, what is still open, and the macros that go with it. It advises; people decide. */
export function VerdictView({ qualification, questions, macros }: VerdictViewProps) {
  const { verdict, rule, because, missing } = qualification;
  const title = t(`verdict.${verdict}`);
  useEffect(() => announce(`${title}. ${because}`), [title, because]);
  const open = missing.map(key => questions.find(question => question.key === key)?.text ?? key);
  return (
    <Note tone={TONES[verdict]} title={title}>
      <p>
        {because} <span class="rule">{rule}</span>
      </p>
      {qualification.who.map(part => (
        <p key={part.title} class={part.now ? undefined : 'subtle'}>
          <span class="label">{part.now ? t('verdict.now', { when: part.title }) : part.title}</span> {part.text}
        </p>
      ))}
      {open.length > 0 && (
        <>
          <p class="label">{t('verdict.missing')}</p>
          <ul class="bullets">
            {open.map(text => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
      {qualification.macros.map(name => (
        <NamedMacro key={name} name={name} macros={macros} />
      ))}
      {qualification.downgrade !== null && <InsertText what={t('verdict.downgrade')} text={qualification.downgrade} />}
    </Note>
  );
}

function NamedMacro({ name, macros }: { name: string; macros: readonly Macro[] }) {
  const macro = macros.find(one => one.title.toLowerCase() === name.toLowerCase());
  return (
    <div class="stack stack-tight">
      <p class="small strong">{name}</p>
      {macro ? <MacroActions macro={macro} /> : <p class="small subtle">{t('macros.not_in_zendesk')}</p>}
    </div>
  );
}
