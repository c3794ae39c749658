import { useId } from 'preact/hooks';
import { ConfirmedForm } from '../ui/ConfirmedForm';
import { Fact } from '../ui/Fact';
import { Failure } from '../ui/Failure';
import { useDesk } from '../ui/hooks/desk';
import { useAnswer } from '../ui/hooks/useAnswer';
import { useDraft, type Draft } from '../ui/hooks/useDraft';
import { Note } from '../ui/Note';
import { Select } from '../ui/Select';
import { exact } from '../words/time';
import type { BoardApi } from './api';
import type { Board, Cover, CoverWish } from './types';
import { b } from './words';
import { utc, zone } from './zone';
import '../ui/Field.css';

interface CoverFormProps {
  api: BoardApi;
  cover: Cover;
  onCall: Board['on_call'];
}

/** Who stands in, when, and on which schedule where there are several. */
export function CoverForm(props: CoverFormProps) {
  return props.cover.choices.length > 0 ? <Form {...props} /> : <p class="subtle">{b('cover.no_choice')}</p>;
}

function Form({ api, cover, onCall }: CoverFormProps) {
  const { agent } = useDesk();
  // Whoever needs cover is on call now, or the one who asks.
  const away = new Set(onCall.managers.map(one => one.user_id));
  const other = cover.choices.find(one => !away.has(one.user) && one.name !== agent.name) ?? cover.choices[0];
  const user = useDraft('cover.user', other?.user ?? '');
  const schedule = useDraft('cover.schedule');
  const start = useDraft('cover.start');
  const end = useDraft('cover.end');
  const who = cover.choices.find(one => one.user === user.text)?.name ?? user.text;
  const wish: CoverWish = { user: user.text, start: utc(start.text) ?? '', end: utc(end.text) ?? '' };
  if (schedule.text) wish.schedule = schedule.text;
  return (
    <ConfirmedForm
      kind="cover_shift"
      name={b('cover.arrange')}
      submit={b('cover.arrange')}
      danger={false}
      drafts={[start, end, schedule]}
      body={() => wish}
      question={b('cover.confirm_title', { who })}
      confirm={b('cover.confirm', { who })}
      details={<Details api={api} wish={wish} />}
    >
      <Select
        label={b('cover.who')}
        value={user.text}
        options={cover.choices.map(one => ({ value: one.user, label: one.name }))}
        onChange={user.set}
      />
      {cover.schedules.length > 1 && (
        <Select
          label={b('cover.schedule')}
          value={schedule.text}
          options={[
            { value: '', label: b('cover.any_schedule') },
            ...cover.schedules.map(one => ({ value: one.id, label: one.name })),
          ]}
          onChange={schedule.set}
        />
      )}
      <div class="row">
        <Time label={b('cover.start')} draft={start} />
        <Time label={b('cover.end')} draft={end} />
      </div>
      <p class="hint">{b('cover.zone', { zone: zone() })}</p>
    </ConfirmedForm>
  );
}

/** What the override would do, as the server tells it: for whom, and what speaks against it. */
function Details({ api, wish }: { api: BoardApi; wish: CoverWish }) {
  const whole = wish.start !== '' && wish.end !== '';
  const { data, failure } = useAnswer(whole ? JSON.stringify(wish) : null, signal => api.coverCheck(wish, signal), 0);
  return (
    <>
      <dl class="facts">
        <Fact name={b('cover.start')}>{wish.start ? exact(wish.start) : b('cover.needed')}</Fact>
        <Fact name={b('cover.end')}>{wish.end ? exact(wish.end) : b('cover.needed')}</Fact>
        {data && <Fact name={b('cover.schedule')}>{data.schedule.name}</Fact>}
        {data && <Fact name={b('cover.whom')}>{data.instead_of.join(', ') || b('cover.nobody')}</Fact>}
      </dl>
      {failure && <Failure failure={failure} />}
      {data && data.warnings.length > 0 && (
        <Note tone="warning">
          {data.warnings.map(one => (
            <p key={one}>{one}</p>
          ))}
        </Note>
      )}
      <p class="small">{b('cover.what')}</p>
    </>
  );
}

/** The browser's own picker of a time on the wall: the form names the zone. */
function Time({ label, draft }: { label: string; draft: Draft }) {
  const id = useId();
  return (
    <div class="field grow">
      <label class="label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="input"
        type="datetime-local"
        aria-required="true"
        value={draft.text}
        onInput={event => draft.set(event.currentTarget.value)}
      />
    </div>
  );
}
