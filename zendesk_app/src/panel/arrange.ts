/** Which card comes first and which open by themselves, decided once when a ticket is opened. */
import { inSight } from '../api/motion';
import type { Operation, Panel } from '../api/types';
import { areaOf } from './kinds';
import { concerns, type Matter } from './top/matters';

export type CardName = 'emergency' | 'star' | 'feedback';

export interface Arrangement {
  order: CardName[];
  open: Record<CardName, boolean>;
}

const NAMES: readonly CardName[] = ['emergency', 'star', 'feedback'];

export function arrange(
  panel: Panel,
  all: readonly Matter[],
  operations: readonly Operation[],
  now: number,
): Arrangement {
  // What is on its way, in doubt or failed a moment ago is told in its card.
  const unsettled = operations.filter(one => one.state !== 'done' && inSight(one, now));
  const opens = (name: CardName): boolean => concerns(name, all) || unsettled.some(({ kind }) => areaOf(kind) === name);
  // The matters are sorted: a card stands where its first one does.
  const place = (name: CardName): number => {
    const first = all.findIndex(({ subject, area }) => subject === name || area === name);
    return first < 0 ? all.length : first;
  };
  return {
    order: [...NAMES].sort((one, other) => place(one) - place(other)),
    open: {
      emergency: opens('emergency') || looksUrgent(panel),
      star: opens('star'),
      feedback: opens('feedback'),
    },
  };
}

/** Nobody has paged, but the ticket itself speaks of an emergency: the checklist is what comes next. */
function looksUrgent({ ticket, emergency }: Panel): boolean {
  const said = emergency.questions.some(({ prefill }) => prefill !== null && prefill.value === 'yes');
  if (ticket === null || ['solved', 'closed'].includes(ticket.status)) return false;
  return ticket.priority === 'urgent' || said;
}
