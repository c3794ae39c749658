import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { inMotion } from '../api/motion';
import { createPoll, type Poll, type PollState } from '../api/poll';
import type { Agent } from '../api/types';
import { Outage } from '../ui/Outage';
import { Progress } from '../ui/Progress';
import { LeftOut } from '../ui/LeftOut';
import { SourceNote } from '../ui/SourceNote';
import { DeskContext } from '../ui/hooks/desk';
import { useNow } from '../ui/hooks/useNow';
import { useWatch } from '../ui/hooks/useWatch';
import type { Host } from '../host/host';
import { announce, Announcer } from '../ui/announce';
import { Moment } from '../ui/Moment';
import { Note } from '../ui/Note';
import { Skeleton } from '../ui/Skeleton';
import { type BoardApi, SHIFT } from './api';
import { Behind } from './Behind';
import { CoverSection } from './Cover';
import { Emergencies } from './Emergencies';
import { FeedbackTable } from './FeedbackTable';
import { OnCall } from './OnCall';
import { Redirect } from './Redirect';
import { Section } from './Section';
import { SectionLinks } from './SectionLinks';
import { Staff } from './Staff';
import { StarTable } from './StarTable';
import type { More } from './Table';
import { TrendsSection } from './TrendsSection';
import type { Board } from './types';
import { b, named } from './words';
import './ShiftBoard.css';

interface ShiftBoardProps {
  api: BoardApi;
  host: Host;
  agent: Agent;
}

/** An unchanged board costs the server a 304, so it can be asked often. */
const QUIET_MS = 4_000;
/** How many rows of each table are asked for, more at each wish. */
const PAGES = [50, 200, 1000, 5000] as const;
const START: PollState<Board> = { data: null, operations: [], started: 0, error: null, loading: true };

/** The shift at a glance, for the manager on call. */
export function ShiftBoard({ api, host, agent }: ShiftBoardProps) {
  const [state, setState] = useState(START);
  const size = useRef<number>(PAGES[0]);
  const poll = useMemo(
    () =>
      createPoll<Board>({
        ask: (etag, signal) => api.board(size.current, etag, signal),
        moving: (_, operations) => operations.some(inMotion),
        quietMs: QUIET_MS,
        onChange: setState,
      }),
    [api],
  );
  useWatch(poll, host);
  useNews(state.data, size.current);
  const next = PAGES.find(one => one > size.current);
  function more(): void {
    size.current = next ?? size.current;
    poll.refresh();
  }
  const desk = useMemo(() => ({ api, host, agent, ticket: SHIFT, feed: poll }), [api, host, agent, poll]);
  return (
    <DeskContext.Provider value={desk}>
      <Announcer />
      <main class="board">
        <h1 class="board-title">{b('title')}</h1>
        {state.error && <Outage failure={state.error} known={state.data !== null} onRetry={poll.refresh} />}
        {state.data && <Sections board={state.data} state={state} api={api} poll={poll} next={next} more={more} />}
        {!state.data && state.loading && <Skeleton />}
      </main>
    </DeskContext.Provider>
  );
}

interface SectionsProps {
  board: Board;
  state: PollState<Board>;
  api: BoardApi;
  poll: Poll;
  /** How many rows a table may have at the next size, none = there is none. */
  next: number | undefined;
  more: () => void;
}

function Sections({ board, state, api, poll, next, more }: SectionsProps) {
  const now = useNow();
  const { totals, lost = [] } = board;
  const further = (total: number): More => ({ total, next: next ?? 0, show: more });
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const shown = state.operations.filter(
    one => !hidden.includes(one.id) && (inMotion(one) || recent(one.created_at, now)),
  );
  // An answer stands beside the button that asked for it.
  const receipts = (kinds: readonly string[], here: (ticket: number) => boolean = () => true) =>
    shown
      .filter(one => kinds.includes(one.kind) && here(one.ticket_id))
      .map(one => (
        <Progress
          key={one.id}
          operation={one}
          what={named('kind.', one.kind)}
          onDismiss={() => setHidden(ids => [...ids, one.id])}
        />
      ));
  return (
    <>
      <SectionLinks board={board} />
      {lost.length > 0 && (
        <Note tone="danger">
          {lost.map(({ text, at }) => (
            <p key={text}>
              {text}{' '}
              {at && (
                <>
                  (<Moment at={at} />)
                </>
              )}
            </p>
          ))}
        </Note>
      )}
      <Freshness board={board} />
      <OnCall onCall={board.on_call} />
      <Emergencies
        board={board}
        now={now}
        poll={poll}
        more={further(totals.emergencies)}
        receipts={ticket => receipts(OF_TICKETS, one => one === ticket)}
      />
      {receipts(OF_TICKETS, ticket => !board.emergencies.some(row => row.ticket_id === ticket))}
      {board.several && <Staff api={api} />}
      <StarTable rows={board.stars} source={board.sources.gitlab} now={now} more={further(totals.stars)} />
      <FeedbackTable rows={board.feedback} source={board.sources.gitlab} now={now} more={further(totals.feedback)} />
      <CoverSection
        api={api}
        cover={board.cover}
        onCall={board.on_call}
        receipts={receipts(['cover_shift', 'end_cover'])}
      />
      <Redirect />
      {receipts(['redirect_request'])}
      <Section id="hand_off" title={b('hand_off.title')}>
        <Behind draw={({ HandOff }) => <HandOff api={api} channel={board.hand_off_channel} />} />
      </Section>
      {receipts(['post_hand_off'])}
      <TrendsSection api={api} />
    </>
  );
}

/** What is asked for in the row of a ticket. */
const OF_TICKETS = ['propose_escalation', 'page_backup_pool'];
const RECENT_MS = 10 * 60_000;
const recent = (at: string, now: number): boolean => now - Date.parse(at) < RECENT_MS;

/** The age of the board: that of the older of its two sources. */
function Freshness({ board: { sources, on_call } }: { board: Board }) {
  const odd = [...sources.pagerduty.skipped, ...sources.gitlab.skipped];
  const times = [sources.gitlab.as_of, sources.pagerduty.as_of].filter(time => time !== null).sort();
  return (
    <div>
      <SourceNote name="pagerduty" source={sources.pagerduty} />
      <SourceNote name="gitlab" source={sources.gitlab} />
      <LeftOut what={odd.filter(one => !on_call.left_out.includes(one))} />
      {times[0] && (
        <p class="aside">
          {b('updated')} <Moment at={times[0]} />
        </p>
      )}
    </div>
  );
}

/** Tell screen readers what came and went since the last answer with as many rows. */
function useNews(board: Board | null, size: number): void {
  const seen = useRef<Map<string, string> | null>(null);
  useEffect(() => {
    seen.current = null;
  }, [size]);
  useEffect(() => {
    if (board === null) return;
    const pages = board.emergencies.map(one => [`page:${one.number}`, nameOf(one.ticket_id)] as const);
    const stars = board.stars.map(one => [`star:${one.iid}`, nameOf(one.ticket_id)] as const);
    const before = seen.current;
    const next = new Map<string, string>([...pages, ...stars]);
    seen.current = next;
    if (before === null) return;
    for (const [key, what] of next) {
      if (before.has(key)) continue;
      if (key.startsWith('page:')) announce(b('emergencies.announced', { what }), 'assertive');
      else announce(b('stars.announced', { what }));
    }
    for (const [key, what] of before) {
      if (key.startsWith('page:') && !next.has(key)) announce(b('emergencies.over', { what }));
    }
  }, [board]);
}

const nameOf = (ticket: number | null): string => (ticket === null ? b('no_ticket') : b('ticket', { ticket }));
