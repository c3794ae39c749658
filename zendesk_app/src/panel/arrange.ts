/** Which card comes first and which open by themselves, decided once when a ticket is opened. */
import { inSight } from '../api/motion';
import type { Operation } from '../api/types';
import { areaOf } from './kinds';
import type { Matter } from './top/matters';

export type CardName = 'emergency' | 'star' | 'feedback';

export interface Arrangement {
  order: CardName[];
  open: Record<CardName, boolean>;
}

const NAMES: readonly CardName[] = ['emergency', 'star', 'feedback'];

export function arrange(all: readonly Matter[], operations: readonly Operation[], now: number): Arrangement {
  // What is on its way, in doubt or failed a moment ago is told in its card.
  const unsettled = operations.filter(one => one.state !== 'done' && inSight(one, now));
  const tells = ({ subject, area }: Matter, name: CardName): boolean => subject === name || area === name;
  // The status is about the first matter; the other cards stay a line each.
  const opens = (name: CardName): boolean =>
    all.slice(0, 1).some(one => tells(one, name)) || unsettled.some(({ kind }) => areaOf(kind) === name);
  // The matters are sorted: a card stands where its first one does.
  const place = (name: CardName): number => {
    const first = all.findIndex(one => tells(one, name));
    return first < 0 ? all.length : first;
  };
  return {
    order: [...NAMES].sort((one, other) => place(one) - place(other)),
    open: { emergency: opens('emergency'), star: opens('star'), feedback: opens('feedback') },
  };
}
