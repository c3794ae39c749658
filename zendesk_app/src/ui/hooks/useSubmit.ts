import type { Bodies, Kind } from '../../api/bodies';
import type { Operation } from '../../api/types';
import { type Action, useAction } from './useAction';
import type { Draft } from './useDraft';
import { TAKEN } from './useHeld';

interface Submit<K extends Kind> {
  action: Action<K>;
  submit: (body: Bodies[K]) => Promise<Operation['state'] | null>;
}

/** Send a form: its texts are cleared and it closes once the server has taken the operation, and not before. */
export function useSubmit<K extends Kind>(
  kind: K,
  drafts: readonly Pick<Draft, 'clear'>[],
  close?: () => void,
): Submit<K> {
  const action = useAction(kind);

  function taken({ state }: Operation): void {
    // A failed operation is shown in its card; the form keeps its texts for another try.
    if (state === 'failed') return;
    document.dispatchEvent(new Event(TAKEN));
    drafts.forEach(draft => draft.clear());
    close?.();
  }

  return { action, submit: body => action.send(body, taken) };
}
