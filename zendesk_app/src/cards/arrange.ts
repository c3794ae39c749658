/** Which card comes first and which open by themselves, decided once when a ticket is opened. */
import type { Panel } from '../api/types';
import { concerns, type Matter } from './matters';

export type CardName = 'emergency' | 'star' | 'feedback';

export interface Arrangement {
  order: CardName[];
  open: Record<CardName, boolean>;
}

const NAMES: readonly CardName[] = ['emergency', 'star', 'feedback'];

export function arrange(panel: Panel, all: readonly Matter[]): Arrangement {
  // The matters are sorted: a card stands where its first one does.
  const place = (name: CardName): number => {
    const first = all.findIndex(({ subject }) => subject === name);
    return first < 0 ? all.length : first;
  };
  return {
    order: [...NAMES].sort((one, other) => place(one) - place(other)),
    open: {
      emergency: concerns('emergency', all) || looksUrgent(panel),
      star: concerns('star', all),
      feedback: concerns('feedback', all),
    },
  };
}

/** Nobody has paged, but the ticket itself speaks of an emergency: the checklist is what comes next. */
function looksUrgent({ ticket, emergency }: Panel): boolean {
  const said = emergency.questions.some(({ prefill }) => prefill !== null && prefill.value === 'yes');
  if (ticket === null || ['solved', 'closed'].includes(ticket.status)) return false;
  return ticket.priority === 'urgent' || said;
}
