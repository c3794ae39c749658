/** What the panel needs of the page around it: Zendesk in use, a stand-in in tests. */

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
  | 'app.activated'
  | 'app.deactivated'
  | 'app.willDestroy'
  | 'ticket.updated'
  | 'ticket.submit.done'
  | 'ticket.priority.changed'
  | 'ticket.form.id.changed';

/** What the agent has chosen, submitted or not. */
export interface Chosen {
  priority: string | null;
  form: number | null;
}

/** Where a text for the customer went: into a public reply, or into the internal note that was begun. */
export type Landing = 'publicReply' | 'internalNote';

export interface Host {
  ticket: () => Promise<TicketRef>;
  reader: () => Promise<Reader>;
  scheme: () => Promise<Scheme>;
  on: (event: HostEvent, listen: () => void) => () => void;
  onScheme: (listen: (scheme: Scheme) => void) => void;
  chosen: () => Promise<Chosen>;
  /** Put a text for the customer at the end of the agent's draft; what is there already stays. */
  insertReply: (text: string) => Promise<Landing>;
  /** Apply a macro to the agent's draft; nothing is saved until the agent submits. */
  insertMacro: (id: number) => Promise<void>;
  notify: (message: string, kind: 'notice' | 'error') => void;
  openTicket: (id: number) => void;
  resize: (height: number) => void;
}
