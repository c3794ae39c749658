import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { CardLinks } from '../panel/CardLinks';
import { ConfirmedForm } from '../ui/ConfirmedForm';
import { useCan, useDesk } from '../ui/hooks/desk';
import { useDraft, type Draft } from '../ui/hooks/useDraft';
import { useHeld } from '../ui/hooks/useHeld';
import { Button } from '../ui/Button';
import { Confirmation } from '../ui/Confirmation';
import { Disclosure } from '../ui/Disclosure';
import { Fact } from '../ui/Fact';
import { Moment } from '../ui/Moment';
import { Select } from '../ui/Select';
import { exact } from '../words/time';
import { Section } from './Section';
import type { Board, Cover, Standing } from './types';
import { b } from './words';
import '../ui/Field.css';

interface CoverProps {
  cover: Cover;
  onCall: Board['on_call'];
}

interface CoverSectionProps extends CoverProps {
  /** How far what was asked for here is. */
  receipts: ComponentChildren;
}

/** Who is on the schedule, and who stands in for a few hours: what was arranged takes the place of the form. */
export function CoverSection({ cover, onCall, receipts }: CoverSectionProps) {
  const can = useCan();
  const room = useRef<HTMLDivElement>(null);
  const hold = useHeld(room);

  function taken(close: () => void): void {
    hold();
    close();
  }

  return (
    <Section title={b('cover.title')}>
      <p class="small subtle">{cover.words}</p>
      <CardLinks links={cover.links} card="on_call" />
      <Disclosure id="turns" label={b('cover.turns')}>
        {cover.turns.length === 0 && <p class="subtle">{b('cover.none')}</p>}
        <ol class="rows">
          {cover.turns.map(turn => (
            <li key={`${turn.name}${turn.start}`}>
              <bdi class="strong">{turn.name}</bdi>{' '}
              <span class="subtle">
                {turn.start && <Moment at={turn.start} as="moment" />} –{' '}
                {turn.end && <Moment at={turn.end} as="moment" />}
              </span>
            </li>
          ))}
        </ol>
      </Disclosure>
      <div ref={room} class="stack">
        {cover.configured && can('cover_shift') && (
          <Disclosure id="cover" label={b('cover.arrange')}>
            {close => <Arrange cover={cover} onCall={onCall} onTaken={() => taken(close)} />}
          </Disclosure>
        )}
        {receipts}
        {cover.covers.map(one => (
          <Arranged key={one.override_id} cover={one} />
        ))}
      </div>
    </Section>
  );
}

function Arrange({ cover, onCall, onTaken }: CoverProps & { onTaken: () => void }) {
  const { agent } = useDesk();
  // Whoever needs cover is on call now, or the one who asks.
  const away = new Set(onCall.managers.map(one => one.user_id));
  const other = cover.choices.find(one => !away.has(one.user) && one.name !== agent.name) ?? cover.choices[0];
  const user = useDraft('cover.user', other?.user ?? '');
  const start = useDraft('cover.start');
  const end = useDraft('cover.end');
  const who = cover.choices.find(one => one.user === user.text)?.name ?? user.text;
  const [from, to] = [utc(start.text), utc(end.text)];
  return (
    <ConfirmedForm
      kind="cover_shift"
      name={b('cover.arrange')}
      submit={b('cover.arrange')}
      danger={false}
      drafts={[start, end]}
      onTaken={onTaken}
      body={() => ({ user: user.text, start: from ?? '', end: to ?? '' })}
      question={b('cover.confirm_title', { who })}
      confirm={b('cover.confirm', { who })}
      details={
        <>
          <dl class="facts">
            <Fact name={b('cover.start')}>{from ? exact(from) : b('cover.needed')}</Fact>
            <Fact name={b('cover.end')}>{to ? exact(to) : b('cover.needed')}</Fact>
          </dl>
          <p class="small">{b('cover.what')}</p>
        </>
      }
    >
      <Select
        label={b('cover.who')}
        value={user.text}
        options={cover.choices.map(one => ({ value: one.user, label: one.name }))}
        onChange={user.set}
      />
      <div class="row">
        <Time label={b('cover.start')} draft={start} />
        <Time label={b('cover.end')} draft={end} />
      </div>
      <p class="hint">{b('cover.zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}</p>
    </ConfirmedForm>
  );
}

/** The browser's own picker. It works in the browser's time zone, which the form names. */
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

function utc(local: string): string | null {
  const moment = Date.parse(local);
  return Number.isNaN(moment) ? null : new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z');
}

function Arranged({ cover }: { cover: Standing }) {
  const can = useCan();
  const [asking, setAsking] = useState(false);

  return (
    <div class="switch">
      <p>
        <bdi class="strong">{cover.name}</bdi>{' '}
        <span class="subtle">
          <Moment at={cover.start} as="moment" /> – <Moment at={cover.end} as="moment" />
          {cover.by && `, ${b('cover.by', { who: cover.by })}`}
        </span>
      </p>
      {can('end_cover') && (
        <Button label={b('cover.take_back_named', { who: cover.name })} onClick={() => setAsking(true)}>
          {b('cover.take_back')}
        </Button>
      )}
      {asking && (
        <Confirmation
          kind="end_cover"
          body={() => ({ override_id: cover.override_id })}
          title={b('cover.end_title', { who: cover.name })}
          confirm={b('cover.end_confirm')}
          danger
          close={() => setAsking(false)}
        >
          <p>{b('cover.end_what')}</p>
        </Confirmation>
      )}
    </div>
  );
}
