/** The calls the board makes. */
import type { Bodies, Kind } from '../api/bodies';
import { createApi, present, START_TIMEOUT_MS, type Api } from '../api/client';
import { type Answer, request, type RequestOptions } from '../api/http';
import type { Keeper } from '../api/session';
import type { Operation, Staff } from '../api/types';
import type { Board, CoverCheck, CoverWish, HandOff, Trends } from './types';

/** The ticket number of operations that belong to the shift and to no ticket. */
export const SHIFT = 0;

export interface BoardApi extends Api {
  board: (rows: number, etag: string | null, signal: AbortSignal) => Promise<Answer<Board>>;
  allStaff: (signal: AbortSignal) => Promise<Staff>;
  coverCheck: (wish: CoverWish, signal: AbortSignal) => Promise<CoverCheck>;
  handOff: () => Promise<HandOff>;
  trends: () => Promise<Trends>;
}

export function createBoardApi(session: Keeper): BoardApi {
  const tickets = createApi(session);

  async function call<T>(path: string, options: Omit<RequestOptions, 'token'> = {}): Promise<Answer<T>> {
    return request<T>(path, { ...options, token: await session.token() });
  }

  return {
    ...tickets,
    board: (rows, etag, signal) => call<Board>(`/api/board?rows=${rows}`, { etag, signal }),
    allStaff: async signal => present(await call<Staff>('/api/board/staff', { signal })),
    coverCheck: async (body, signal) =>
      present(await call<CoverCheck>('/api/board/cover-check', { method: 'POST', body, signal })),
    handOff: async () => present(await call<HandOff>('/api/board/hand-off')),
    trends: async () => present(await call<Trends>('/api/board/trends')),
    async start<K extends Kind>(ticket: number, kind: K, body: Bodies[K], key: string): Promise<Operation> {
      if (ticket !== SHIFT) return tickets.start(ticket, kind, body, key);
      const options = { method: 'POST', body: { kind, ...body }, key, timeout: START_TIMEOUT_MS } as const;
      return present(await call<Operation>('/api/board/operations', options));
    },
  };
}
