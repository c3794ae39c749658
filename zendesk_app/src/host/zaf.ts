/** The host when it is Zendesk: the ZAF client behind the panel's own words. */
import type { Host, HostEvent, Reader, Scheme, TicketRef } from './host';

/** The part of the ZAF SDK that the panel uses. */
export interface ZafClient {
  on: (event: string, listen: (data?: unknown) => void) => void;
  off: (event: string, listen: (data?: unknown) => void) => void;
  get: (paths: string[]) => Promise<Record<string, unknown>>;
  invoke: (name: string, ...args: unknown[]) => Promise<unknown>;
}

declare global {
  interface Window {
    ZAFClient?: { init: () => ZafClient | false };
  }
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export function zafHost(client: ZafClient): Host {
  /** The array form never rejects: what could not be read is missing here and named under `errors`. */
  async function read(...paths: string[]): Promise<Fields> {
    const answer = await client.get(paths);
    const errors = isFields(answer.errors) ? answer.errors : {};
    return Object.fromEntries(paths.filter(path => !(path in errors)).map(path => [path, answer[path]]));
  }

  return {
    async ticket(): Promise<TicketRef> {
      const fields = await read('ticket.id', 'ticket.updatedAt');
      const id = Number(fields['ticket.id']);
      return { id: Number.isSafeInteger(id) && id > 0 ? id : null, updatedAt: utc(text(fields['ticket.updatedAt'])) };
    },
    async reader(): Promise<Reader> {
      const { currentUser: user } = await read('currentUser');
      const zone = isFields(user) && isFields(user.timeZone) ? text(user.timeZone.ianaName) : null;
      return {
        locale: (isFields(user) ? text(user.locale) : null) ?? navigator.language,
        timeZone: zone ?? undefined,
      };
    },
    async scheme() {
      return toScheme((await read('colorScheme')).colorScheme);
    },
    on(event: HostEvent, listen: () => void) {
      const handler = (): void => listen();
      client.on(event, handler);
      return () => client.off(event, handler);
    },
    onScheme(listen) {
      client.on('colorScheme.changed', scheme => listen(toScheme(scheme)));
    },
    async insertText(words) {
      await client.invoke('ticket.comment.appendText', words);
    },
    async insertMacro(id) {
      await client.invoke('macro', id);
    },
    notify(message, kind) {
      client.invoke('notify', message, kind).catch(() => undefined);
    },
    openTicket(id) {
      client.invoke('routeTo', 'ticket', id).catch(() => undefined);
    },
    resize(height) {
      client.invoke('resize', { width: '100%', height: `${height}px` }).catch(() => undefined);
    },
  };
}

/** The scheme as Zendesk names it; anything else follows the browser. */
export function toScheme(value: unknown): Scheme {
  if (value === 'dark' || value === 'light') return value;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Zendesk gives times with any offset; the API speaks UTC. */
function utc(time: string | null): string | null {
  const moment = time === null ? NaN : Date.parse(time);
  return Number.isNaN(moment) ? null : new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z');
}
