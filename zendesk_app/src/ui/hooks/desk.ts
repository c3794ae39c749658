/** What every card can use: the API, the page around it, the agent and the ticket. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Kind } from '../../api/bodies';
import type { Api } from '../../api/client';
import type { Poll } from '../../api/poll';
import type { Agent } from '../../api/types';
import type { Host } from '../../host/host';

export interface Desk {
  api: Api;
  host: Host;
  agent: Agent;
  ticket: number;
  feed: Poll;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('a card was rendered outside the desk');
  return desk;
}

/** Tell whether the server lets this agent start operations of a kind. */
export function useCan(): (kind: Kind) => boolean {
  const { agent } = useDesk();
  return kind => agent.can.includes(kind);
}
