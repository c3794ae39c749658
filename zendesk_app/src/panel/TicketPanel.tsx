import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import { now } from '../api/clock';
import type { FeedState } from '../api/feed';
import type { Agent, Panel } from '../api/types';
import { EmergencyCard } from './emergency/EmergencyCard';
import { FeedbackCard } from './feedback/FeedbackCard';
import { HistoryCard } from './history/HistoryCard';
import { MacrosCard } from './macros/MacrosCard';
import { matters } from './top/matters';
import { NoticesCard } from './notices/NoticesCard';
import { OnCallCard } from './on_call/OnCallCard';
import { Outage } from '../ui/Outage';
import { StarCard } from './star/StarCard';
import { TicketState } from './top/TicketState';
import { TopLine } from './top/TopLine';
import { arrange, type Arrangement } from './arrange';
import type { Host, TicketRef } from '../host/host';
import { DeskContext } from '../ui/hooks/desk';
import { type Place, WayContext } from '../ui/hooks/way';
import { useAnnouncements } from './hooks/useAnnouncements';
import { fetchDeferred } from './hooks/useDeferred';
import { usePanel } from './hooks/usePanel';
import { useTyping } from './hooks/useTyping';
import { Skeleton } from '../ui/Skeleton';

interface TicketPanelProps {
  api: Api;
  host: Host;
  agent: Agent;
  ticket: TicketRef & { id: number };
}

/** Everything about one ticket. */
export function TicketPanel({ api, host, agent, ticket }: TicketPanelProps) {
  const { feed, state } = usePanel(api, host, ticket);
  // Fetched while the server answers; if that fails, the next card to open tries again.
  useEffect(() => void fetchDeferred().catch(() => undefined), []);
  const desk = useMemo(() => ({ api, host, agent, ticket: ticket.id, feed }), [api, host, agent, ticket.id, feed]);
  const [wanted, go] = useState<Place | null>(null);
  const way = useMemo(() => ({ wanted, go }), [wanted]);
  useAnnouncements(state);
  const typing = useTyping(state.started);
  const steady = useRef(state);
  // The status is always current; the cards below wait while somebody types, so that nothing moves.
  if (!typing || steady.current.data === null) steady.current = state;
  const shown = steady.current;
  return (
    <DeskContext.Provider value={desk}>
      <WayContext.Provider value={way}>
        {state.data && <TopLine panel={state.data} operations={state.operations} held={typing} />}
        {state.error && <Outage failure={state.error} known={state.data !== null} onRetry={feed.refresh} />}
        {shown.data && <Cards panel={shown.data} operations={shown.operations} />}
      </WayContext.Provider>
      {!state.data && state.loading && <Skeleton />}
    </DeskContext.Provider>
  );
}

/** The cards, gravest first. The order is decided when the ticket is opened, so that nothing moves later. */
function Cards({ panel, operations }: { panel: Panel; operations: FeedState['operations'] }) {
  const arrangement = useRef<Arrangement | null>(null);
  arrangement.current ??= arrange(matters(panel, operations, now()), operations, now());
  const { order, open } = arrangement.current;
  // Those that come up later have their place below the cards, where they push nothing that somebody reads.
  const known = useRef<Set<string> | null>(null);
  if (panel.ticket !== null) known.current ??= new Set(panel.notices.map(({ id }) => id));
  const early = panel.notices.filter(({ id }) => known.current?.has(id) ?? true);
  const late = panel.notices.filter(one => !early.includes(one));
  const common = { panel, operations };
  const cards = {
    emergency: <EmergencyCard key="emergency" {...common} startsOpen={open.emergency} />,
    star: <StarCard key="star" {...common} startsOpen={open.star} />,
    feedback: <FeedbackCard key="feedback" {...common} startsOpen={open.feedback} />,
  };
  return (
    <>
      <TicketState ticket={panel.ticket} />
      <NoticesCard notices={early} />
      {order.map(subject => cards[subject])}
      <NoticesCard notices={late} late />
      <MacrosCard {...common} />
      <OnCallCard panel={panel} />
      <HistoryCard {...common} />
    </>
  );
}
