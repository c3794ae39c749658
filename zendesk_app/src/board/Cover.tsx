import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { CardLinks } from '../panel/CardLinks';
import { useCan } from '../ui/hooks/desk';
import { Button } from '../ui/Button';
import { Confirmation } from '../ui/Confirmation';
import { Disclosure } from '../ui/Disclosure';
import { Kept } from '../ui/Kept';
import { Moment } from '../ui/Moment';
import type { BoardApi } from './api';
import { Behind } from './Behind';
import { Section } from './Section';
import type { Board, Cover, Standing } from './types';
import { b } from './words';

interface CoverProps {
  api: BoardApi;
  cover: Cover;
  onCall: Board['on_call'];
}

interface CoverSectionProps extends CoverProps {
  /** How far what was asked for here is. */
  receipts: ComponentChildren;
}

/** Who is on the schedule, and who stands in for a few hours: what was arranged takes the place of the form. */
export function CoverSection({ api, cover, onCall, receipts }: CoverSectionProps) {
  const can = useCan();
  return (
    <Section id="cover" title={b('cover.title')}>
      <p class="small subtle">{cover.words}</p>
      <CardLinks links={cover.links} card="on_call" />
      <Disclosure id="turns" label={b('cover.turns')}>
        {cover.turns.length === 0 && <p class="subtle">{b('cover.none')}</p>}
        <ol class="rows">
          {cover.turns.map(turn => (
            <li key={`${turn.name}${turn.start}${turn.region}`}>
              <bdi class="strong">{turn.name}</bdi> {turn.region && `(${turn.region})`}{' '}
              <span class="subtle">
                {turn.start && <Moment at={turn.start} as="moment" />} –{' '}
                {turn.end && <Moment at={turn.end} as="moment" />}
              </span>
            </li>
          ))}
        </ol>
      </Disclosure>
      <Kept>
        {cover.configured && can('cover_shift') && (
          <Disclosure id="cover" label={b('cover.arrange')}>
            <Behind draw={({ CoverForm }) => <CoverForm api={api} cover={cover} onCall={onCall} />} />
          </Disclosure>
        )}
        {receipts}
        {cover.covers.map(one => (
          <Arranged key={one.override_id} cover={one} />
        ))}
      </Kept>
    </Section>
  );
}

function Arranged({ cover }: { cover: Standing }) {
  const can = useCan();
  const [asking, setAsking] = useState(false);

  return (
    <div class="switch">
      <p>
        <bdi class="strong">{cover.name}</bdi>{' '}
        {cover.instead_of.length > 0 && b('cover.instead_of', { whom: cover.instead_of.join(', ') })}{' '}
        {cover.region && `(${cover.region})`}{' '}
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
