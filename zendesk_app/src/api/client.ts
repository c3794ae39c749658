/** The calls the panel makes. */
import type { Bodies, Kind } from './bodies';
import { ApiFailure } from './errors';
import { type Answer, request, type RequestOptions } from './http';
import type { Keeper } from './session';
import type {
  Answers,
  Assessment,
  Assignee,
  MacroTrial,
  Operation,
  PageMessage,
  Panel,
  Reply,
  Staff,
  StarChecks,
  StarDraft,
  Suggestions,
} from './types';

/** A page as somebody asks for it. */
export type PageAsked = { [K in PageKind]: { kind: K } & Bodies[K] }[PageKind];
export type PageKind = 'trigger_emergency' | 'page_backup_pool' | 'call_manager';

export interface Api {
  panel: (ticket: number, updatedAt: string | null, etag: string | null, signal: AbortSignal) => Promise<Answer<Panel>>;
  /** `continues`: the other ticket that goes on after a downgrade, null = this one does. */
  assess: (ticket: number, answers: Answers, continues: number | null, signal: AbortSignal) => Promise<Assessment>;
  starChecks: (ticket: number, draft: StarDraft, signal: AbortSignal) => Promise<StarChecks>;
  assignee: (ticket: number, username: string, signal: AbortSignal) => Promise<Assignee>;
  suggestions: (ticket: number, signal: AbortSignal) => Promise<Suggestions>;
  staff: (ticket: number, signal: AbortSignal) => Promise<Staff>;
  /** What PagerDuty would show of a page. */
  pageMessage: (ticket: number, page: PageAsked, signal: AbortSignal) => Promise<PageMessage>;
  /** What applying a macro would do now. */
  macroTrial: (ticket: number, macro: number, signal: AbortSignal) => Promise<MacroTrial>;
  /** What this agent wrote to the customer last. */
  lastReply: (ticket: number, signal: AbortSignal) => Promise<Reply>;
  start: <K extends Kind>(ticket: number, kind: K, body: Bodies[K], key: string) => Promise<Operation>;
}

/** An operation's POST waits up to 2 s on the server; a slow network gets the rest. */
export const START_TIMEOUT_MS = 20_000;

export function createApi(session: Keeper): Api {
  async function call<T>(path: string, options: Omit<RequestOptions, 'token'>): Promise<Answer<T>> {
    return request<T>(path, { ...options, token: await session.token() });
  }

  return {
    panel(ticket, updatedAt, etag, signal) {
      const query = updatedAt === null ? '' : `?updated_at=${encodeURIComponent(updatedAt)}`;
      return call<Panel>(`/api/tickets/${ticket}/panel${query}`, { etag, signal });
    },
    async assess(ticket, answers, continues, signal) {
      const body = { answers, ...(continues !== null && { continues }) };
      return present(await call<Assessment>(`/api/tickets/${ticket}/assessment`, { method: 'POST', body, signal }));
    },
    async starChecks(ticket, draft, signal) {
      return present(
        await call<StarChecks>(`/api/tickets/${ticket}/star/checks`, { method: 'POST', body: draft, signal }),
      );
    },
    async assignee(ticket, username, signal) {
      const query = `?username=${encodeURIComponent(username)}`;
      return present(await call<Assignee>(`/api/tickets/${ticket}/star/assignee${query}`, { signal }));
    },
    async suggestions(ticket, signal) {
      return present(await call<Suggestions>(`/api/tickets/${ticket}/star/suggestions`, { signal }));
    },
    async staff(ticket, signal) {
      return present(await call<Staff>(`/api/tickets/${ticket}/emergency/staff`, { signal }));
    },
    async pageMessage(ticket, { kind, ...body }, signal) {
      const path = `/api/tickets/${ticket}/page-message${kind === 'trigger_emergency' ? '' : `/${kind}`}`;
      return present(await call<PageMessage>(path, { method: 'POST', body, signal }));
    },
    async macroTrial(ticket, macro, signal) {
      return present(await call<MacroTrial>(`/api/tickets/${ticket}/macros/${macro}/trial`, { signal }));
    },
    async lastReply(ticket, signal) {
      return present(await call<Reply>(`/api/tickets/${ticket}/last-reply`, { signal }));
    },
    async start(ticket, kind, body, key) {
      const options = { method: 'POST', body: { kind, ...body }, key, timeout: START_TIMEOUT_MS } as const;
      return present(await call<Operation>(`/api/tickets/${ticket}/operations`, options));
    },
  };
}

export function present<T>(answer: Answer<T>): T {
  if (answer.data === null) throw new ApiFailure('unreadable', '');
  return answer.data;
}
