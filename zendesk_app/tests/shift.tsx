/** The shift board on a host and an API that tests hold in their hands. */
import { render, screen } from '@testing-library/preact';
import { vi } from 'vitest';
import type { Host } from '../src/host/host';
import type { BoardApi } from '../src/board/api';
import { ShiftBoard } from '../src/board/ShiftBoard';
import type { Board, CoverCheck, HandOff } from '../src/board/types';
import type { ApiFailure } from '../src/api/errors';
import { given, type Started } from './desk';
import { operation } from './world/operation';
import { panel } from './world/panel';
import { manager } from './world/people';

const FRESH = { state: 'fresh', as_of: '2026-11-24T10:00:00Z', error: null, skipped: [] } as const;

/** A quiet shift. */
export function board(change: (board: Board) => void = () => undefined): Board {
  const quiet: Board = {
    health: [],
    lost: [],
    on_call: panel().on_call,
    emergencies: [],
    several: null,
    escalation: [],
    stars: [],
    feedback: [],
    totals: { emergencies: 0, stars: 0, feedback: 0 },
    cover: { configured: true, words: 'W:cover', links: [], turns: [], choices: [], covers: [], schedules: [] },
    hand_off_channel: '#leads',
    operations: [],
    sources: { gitlab: { ...FRESH, skipped: [] }, pagerduty: { ...FRESH, skipped: [] } },
  };
  change(quiet);
  return quiet;
}

interface Bench {
  api: BoardApi;
  started: Started[];
  /** What the server answers from now on. */
  server: { board: Board; handOff: HandOff; cover: CoverCheck | ApiFailure };
}

/** Render the board and wait for its first answer. */
export async function openBoard(first: Board = board()): Promise<Bench> {
  const server: Bench['server'] = {
    cover: { schedule: { id: 'PAMER', name: 'AMER' }, instead_of: [], warnings: [] },
    board: first,
    handOff: { text: 'H:text', receivers: [{ user_id: 'PTOM01', name: 'Tom Okafor' }] },
  };
  const started: Started[] = [];
  const api: Partial<BoardApi> = {
    board: () => Promise.resolve({ data: server.board, etag: null, asOf: null }),
    coverCheck: () => given(server.cover),
    handOff: vi.fn(() => Promise.resolve(server.handOff)),
    start(_ticket, kind, body, key) {
      started.push({ kind, body: { ...body }, key });
      return Promise.resolve(operation({ id: 'op-new', kind }));
    },
  };
  const host: Partial<Host> = { on: () => () => undefined, resize: vi.fn(), notify: vi.fn(), openTicket: vi.fn() };
  const whole = api as BoardApi;
  const agent = {
    ...manager,
    can: [...manager.can, 'cover_shift', 'end_cover', 'post_hand_off'] as typeof manager.can,
  };
  render(<ShiftBoard api={whole} host={host as Host} agent={agent} />);
  await screen.findByRole('heading', { name: 'Hand-off' });
  return { api: whole, started, server };
}
