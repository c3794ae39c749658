import { useState } from 'preact/hooks';
import { forget, keep, recall } from '../../api/keep';
import { useDesk } from './desk';

/** A small text of this agent on this ticket, e.g. what is typed or open; it survives a rebuilt iframe. */
export function useKept(name: string): [string | null, (text: string | null) => void] {
  const { agent, ticket } = useDesk();
  const place = `${agent.id}:${ticket}:${name}`;
  const [text, setText] = useState(() => recall(place));

  function change(next: string | null): void {
    if (next === null) forget(place);
    else keep(place, next);
    setText(next);
  }

  return [text, change];
}
