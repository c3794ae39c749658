/** Poll an answer: every few seconds while something is going on, rarely otherwise. */
import { ApiFailure } from './errors';
import type { Answer } from './http';
import { merge } from './motion';
import type { Operation, Source } from './types';

const MOVING_MS = 3_000;
const FAILED_MS = [5_000, 10_000, 20_000, 30_000] as const;
/** How often in a row to poll fast for a source that is being read; then it is stuck, and there is no hurry. */
const LATE_LOOKS = 5;
/** Spread polls by this share, so that many open tabs do not ask at once. */
const JITTER = 0.2;

/** What is polled: it lists operations, and says when each source was read. */
interface Polled {
  operations: Operation[];
  sources: object;
}

export interface PollState<T> {
  data: T | null;
  operations: Operation[];
  /** How many of them were started from here. */
  started: number;
  error: ApiFailure | null;
  loading: boolean;
}

export interface Poll {
  /** Ask now; an answer already on its way was asked too early and is dropped. */
  refresh: () => void;
  /** Look only while somebody can see it. */
  watch: (visible: boolean) => void;
  visible: () => boolean;
  /** Show an operation at once, before the next answer lists it. */
  adopt: (operation: Operation) => void;
  /** Do not look while an operation is sent, or its answer would be drawn beside the form that still stands there. */
  hold: () => void;
  /** Look again, at once. */
  release: () => void;
  stop: () => void;
}

interface PollOptions<T> {
  ask: (etag: string | null, signal: AbortSignal) => Promise<Answer<T>>;
  /** Whether something happens that a person waits for. */
  moving: (data: T | null, operations: readonly Operation[]) => boolean;
  /** Whether something is being read at this very moment and will be there in seconds. */
  late?: (data: T) => boolean;
  quietMs: number;
  onChange: (state: PollState<T>) => void;
}

export function createPoll<T extends Polled>({ ask: fetch, moving, late, quietMs, onChange }: PollOptions<T>): Poll {
  let state: PollState<T> = { data: null, operations: [], started: 0, error: null, loading: true };
  let started: Operation[] = [];
  let etag: string | null = null;
  let failures = 0;
  let looks = 0;
  let visible = true;
  let stopped = false;
  let held = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flight: AbortController | null = null;

  function show(change: Partial<PollState<T>>): void {
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
      const answer = await fetch(etag, signal);
      if (signal.aborted) return;
      etag = answer.etag ?? etag;
      failures = 0;
      show({ data: answer.data ?? restamped(state.data, answer.asOf), error: null, loading: false });
      looks = state.data !== null && late?.(state.data) ? looks + 1 : 0;
      const soon = moving(state.data, state.operations) || (looks > 0 && looks <= LATE_LOOKS);
      schedule(soon ? MOVING_MS : quietMs);
    } catch (error) {
      if (signal.aborted) return;
      const failure = error instanceof ApiFailure ? error : new ApiFailure('offline', '');
      show({ error: failure, loading: false });
      // Asking again cannot help: it takes a reload to get a session, and a change to make the ticket known.
      if (failure.code === 'unauthenticated' || failure.code === 'not_found') return;
      const pause = FAILED_MS[Math.min(failures, FAILED_MS.length - 1)] ?? quietMs;
      failures += 1;
      schedule(Math.max(pause, (failure.retryAfter ?? 0) * 1000));
    }
  }

  function refresh(): void {
    clearTimeout(timer);
    flight?.abort();
    if (stopped || held > 0) return;
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
    visible: () => visible,
    adopt(operation) {
      started = [operation, ...started.filter(other => other.id !== operation.id)];
      show({});
      refresh();
    },
    hold() {
      held += 1;
      clearTimeout(timer);
      flight?.abort();
    },
    release() {
      held -= 1;
      refresh();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      flight?.abort();
    },
  };
}

/** The known data with new times of reading, which a 304 carries in a header, by source, as JSON. */
function restamped<T extends Polled>(known: T | null, asOf: string | null): T | null {
  const times = parse(asOf);
  if (known === null || times === null) return known;
  const sources: Record<string, Source> = { ...known.sources };
  for (const [name, source] of Object.entries(sources)) {
    const time = times[name];
    if (typeof time === 'string') sources[name] = { ...source, as_of: time };
  }
  return { ...known, sources };
}

function parse(text: string | null): Partial<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
