/** The host in Zendesk, on top of the ZAF client. */
import type { Chosen, Host, HostEvent, Landing, Reader, Scheme, TicketRef } from './host';

/** The part of the ZAF SDK that the panel uses. */
export interface ZafClient {
  on: (event: string, listen: (data?: unknown) => void) => void;
  off: (event: string, listen: (data?: unknown) => void) => void;
  get: (paths: string[]) => Promise<Record<string, unknown>>;
  set: (path: string, value: unknown) => Promise<unknown>;
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
    async chosen(): Promise<Chosen> {
      const fields = await read('ticket.priority', 'ticket.form.id');
      const priority = text(fields['ticket.priority']);
      const form = Number(fields['ticket.form.id']);
      return { priority: priority === '-' ? null : priority, form: form > 0 ? form : null };
    },
    async insertReply(words): Promise<Landing> {
      const { 'comment.text': written, 'comment.type': type } = await read('comment.text', 'comment.type');
      // Changing the type of what somebody has begun would show an internal note to the customer.
      const begun = !blank(written);
      if (!begun && type !== 'publicReply') await client.set('comment.type', 'publicReply');
      if (words) await client.invoke('ticket.comment.appendText', begun ? `\n\n${words}` : words);
      return begun && type === 'internalNote' ? 'internalNote' : 'publicReply';
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

/** Nothing is written yet; the rich editor gives an empty paragraph as markup. */
const blank = (comment: unknown): boolean => (text(comment) ?? '').replace(/<[^>]*>|&nbsp;|\s/g, '') === '';

/** Zendesk's times have any offset; the API takes UTC. */
function utc(time: string | null): string | null {
  const moment = time === null ? NaN : Date.parse(time);
  return Number.isNaN(moment) ? null : new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z');
}
