import type { Bodies, Kind } from '../../api/bodies';
import type { Operation } from '../../api/types';
import { type Action, useAction } from './useAction';
import type { Draft } from './useDraft';

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

  async function submit(body: Bodies[K]): Promise<Operation['state'] | null> {
    const state = await action.send(body);
    // A failed operation is shown in its card; the form keeps its texts for another try.
    if (state !== null && state !== 'failed') {
      drafts.forEach(draft => draft.clear());
      close?.();
    }
    return state;
  }

  return { action, submit };
}
