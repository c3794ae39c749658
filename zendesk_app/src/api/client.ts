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
  async function call<T>(ticket: number, what: string, options: Omit<RequestOptions, 'token'>): Promise<Answer<T>> {
    return request<T>(`/api/tickets/${ticket}/${what}`, { ...options, token: await session.token() });
  }

  const ask = async <T>(ticket: number, what: string, signal: AbortSignal, body?: object): Promise<T> =>
    present(await call<T>(ticket, what, { signal, ...(body && { method: 'POST', body }) }));

  return {
    panel: (ticket, updatedAt, etag, signal) =>
      call(ticket, `panel${updatedAt === null ? '' : `?updated_at=${encodeURIComponent(updatedAt)}`}`, {
        etag,
        signal,
      }),
    assess: (ticket, answers, continues, signal) =>
      ask(ticket, 'assessment', signal, { answers, ...(continues !== null && { continues }) }),
    starChecks: (ticket, draft, signal) => ask(ticket, 'star/checks', signal, draft),
    assignee: (ticket, username, signal) =>
      ask(ticket, `star/assignee?username=${encodeURIComponent(username)}`, signal),
    suggestions: (ticket, signal) => ask(ticket, 'star/suggestions', signal),
    staff: (ticket, signal) => ask(ticket, 'emergency/staff', signal),
    pageMessage: (ticket, { kind, ...body }, signal) =>
      ask(ticket, `page-message${kind === 'trigger_emergency' ? '' : `/${kind}`}`, signal, body),
    macroTrial: (ticket, macro, signal) => ask(ticket, `macros/${macro}/trial`, signal),
    lastReply: (ticket, signal) => ask(ticket, 'last-reply', signal),
    start: async (ticket, kind, body, key) =>
      present(
        await call(ticket, 'operations', {
          method: 'POST',
          body: { kind, ...body },
          key,
          timeout: START_TIMEOUT_MS,
        }),
      ),
  };
}

export function present<T>(answer: Answer<T>): T {
  if (answer.data === null) throw new ApiFailure('unreadable', '');
  return answer.data;
}
