/** Keeps one ticket's panel up to date: quickly while something moves, rarely while it is quiet. */
import type { Api } from './client';
import { ApiFailure } from './errors';
import { late, merge, moving } from './motion';
import type { Operation, Panel, SourceName } from './types';

const MOVING_MS = 3_000;
const QUIET_MS = 30_000;
const FAILED_MS = [5_000, 10_000, 20_000, 30_000] as const;
/** How often in a row the panel looks quickly for what is being read; then that takes longer than it should. */
const LATE_LOOKS = 5;
/** Twenty open tabs must not ask in the same instant. */
const JITTER = 0.2;

export interface FeedState {
  data: Panel | null;
  operations: Operation[];
  /** How many of them were started from here. */
  started: number;
  error: ApiFailure | null;
  loading: boolean;
}

export interface Feed {
  /** Ask now; an answer already on its way was asked too early and is dropped. */
  refresh: () => void;
  /** Look only while somebody can see it. */
  watch: (visible: boolean) => void;
  /** The ticket was saved: its new `updated_at` makes the server read it again. */
  saved: (updatedAt: string | null) => void;
  /** Show an operation at once, before the next answer lists it. */
  adopt: (operation: Operation) => void;
  stop: () => void;
}

export function createFeed(
  api: Api,
  ticket: number,
  updatedAt: string | null,
  onChange: (state: FeedState) => void,
): Feed {
  let state: FeedState = { data: null, operations: [], started: 0, error: null, loading: true };
  let started: Operation[] = [];
  let etag: string | null = null;
  let failures = 0;
  let looks = 0;
  let visible = true;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flight: AbortController | null = null;

  function show(change: Partial<FeedState>): void {
    state = { ...state, ...change };
    state.operations = merge(state.data?.operations ?? [], started);
    state.started = started.length;
    onChange(state);
  }

  function schedule(after: number): void {
    clearTimeout(timer);
    if (visible && !stopped) timer = setTimeout(refresh, after * (1 + JITTER * (Math.random() * 2 - 1)));
  }

  async function ask(signal: AbortSignal): Promise<void> {
    try {
      const answer = await api.panel(ticket, updatedAt, etag, signal);
      if (signal.aborted) return;
      etag = answer.etag ?? etag;
      failures = 0;
      show({ data: answer.data ?? restamped(state.data, answer.asOf), error: null, loading: false });
      looks = state.data !== null && late(state.data, updatedAt) ? looks + 1 : 0;
      const soon = moving(state.data, state.operations) || (looks > 0 && looks <= LATE_LOOKS);
      schedule(soon ? MOVING_MS : QUIET_MS);
    } catch (error) {
      if (signal.aborted) return;
      const failure = error instanceof ApiFailure ? error : new ApiFailure('offline', '');
      show({ error: failure, loading: false });
      // For good: only a reload brings another session, and only a change makes this ticket one of ours.
      if (failure.code === 'unauthenticated' || failure.code === 'not_found') return;
      const pause = FAILED_MS[Math.min(failures, FAILED_MS.length - 1)] ?? QUIET_MS;
      failures += 1;
      schedule(Math.max(pause, (failure.retryAfter ?? 0) * 1000));
    }
  }

  function refresh(): void {
    clearTimeout(timer);
    flight?.abort();
    if (stopped) return;
    flight = new AbortController();
    if (!state.loading && state.data === null) show({ loading: true });
    void ask(flight.signal);
  }

  return {
    refresh,
    watch(now) {
      if (now === visible && flight) return;
      visible = now;
      if (now) refresh();
      else clearTimeout(timer);
    },
    saved(at) {
      updatedAt = at ?? updatedAt;
      // A hidden tab need not hurry: it asks as soon as somebody looks.
      if (visible) refresh();
    },
    adopt(operation) {
      started = [operation, ...started.filter(other => other.id !== operation.id)];
      show({});
      refresh();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      flight?.abort();
    },
  };
}

/** Nothing changed but the times of reading: the header carries them by source, as JSON. */
function restamped(panel: Panel | null, asOf: string | null): Panel | null {
  const times = parse(asOf);
  if (panel === null || times === null) return panel;
  const sources = { ...panel.sources };
  for (const name of Object.keys(sources) as SourceName[]) {
    const time = times[name];
    if (typeof time === 'string') sources[name] = { ...sources[name], as_of: time };
  }
  return { ...panel, sources };
}

function parse(text: string | null): Partial<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
