import { useEffect, useRef, useState } from 'preact/hooks';
import type { Panel } from '../../api/types';
import type { Chosen } from '../../host/host';
import { useDesk } from '../../ui/hooks/desk';

/** Has the agent chosen a priority or form that is not submitted yet? The panel goes by the saved ticket. */
export function useUnsaved(ticket: Panel['ticket']): boolean {
  const { host } = useDesk();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [form, setForm] = useState<number | null>(null);
  // What was saved while nobody chose: the host may go on showing it when a macro of ours has changed the ticket.
  const saved = useRef(new Set<unknown>());

  useEffect(() => {
    let here = true;
    const look = (isSaved: boolean) => (): void =>
      void host.chosen().then(now => {
        if (!here) return;
        setChosen(now);
        if (isSaved) setForm(now.form);
      });
    const choose = look(false);
    const leave = [
      host.on('ticket.priority.changed', () => {
        saved.current.clear();
        choose();
      }),
      host.on('ticket.form.id.changed', look(false)),
      host.on('ticket.submit.done', look(true)),
    ];
    look(true)();
    return () => {
      here = false;
      leave.forEach(off => off());
    };
  }, [host]);

  if (ticket === null) return false;
  saved.current.add(ticket.priority);
  if (chosen === null) return false;
  return !saved.current.has(chosen.priority) || chosen.form !== form;
}
