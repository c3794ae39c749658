/** What the panel asks of the page around it. Zendesk is one such page; tests bring another. */

export type Scheme = 'light' | 'dark';

export interface TicketRef {
  /** Null while the ticket has not been saved for the first time. */
  id: number | null;
  updatedAt: string | null;
}

export interface Reader {
  locale: string;
  timeZone: string | undefined;
}

export type HostEvent =
  'app.activated' | 'app.deactivated' | 'app.willDestroy' | 'ticket.updated' | 'ticket.submit.done';

export interface Host {
  ticket: () => Promise<TicketRef>;
  reader: () => Promise<Reader>;
  scheme: () => Promise<Scheme>;
  on: (event: HostEvent, listen: () => void) => () => void;
  onScheme: (listen: (scheme: Scheme) => void) => void;
  /** Put a text at the end of the agent's draft; what is there already stays. */
  insertText: (text: string) => Promise<void>;
  /** Apply a macro to the agent's draft; nothing is saved until the agent submits. */
  insertMacro: (id: number) => Promise<void>;
  notify: (message: string, kind: 'notice' | 'error') => void;
  openTicket: (id: number) => void;
  resize: (height: number) => void;
}
