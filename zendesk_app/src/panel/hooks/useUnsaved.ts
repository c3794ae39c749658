import { useEffect, useState } from 'preact/hooks';
import type { Panel } from '../../api/types';
import type { Chosen } from '../../host/host';
import { useDesk } from '../../ui/hooks/desk';

/** Has the agent chosen a priority or form that is not submitted yet? The panel goes by the saved ticket. */
export function useUnsaved(ticket: Panel['ticket']): boolean {
  const { host } = useDesk();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [form, setForm] = useState<number | null>(null);

  useEffect(() => {
    let here = true;
    const look = (saved: boolean) => (): void =>
      void host.chosen().then(now => {
        if (!here) return;
        setChosen(now);
        if (saved) setForm(now.form);
      });
    const leave = [
      host.on('ticket.priority.changed', look(false)),
      host.on('ticket.form.id.changed', look(false)),
      host.on('ticket.submit.done', look(true)),
    ];
    look(true)();
    return () => {
      here = false;
      leave.forEach(off => off());
    };
  }, [host]);

  if (ticket === null || chosen === null) return false;
  return chosen.priority !== ticket.priority || chosen.form !== form;
}
