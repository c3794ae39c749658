/** The only place that sends requests: each has a timeout, and each failure is an `ApiFailure`. */
import { learn } from './clock';
import { ApiFailure, toFailure } from './errors';

export interface RequestOptions {
  method?: 'GET' | 'POST';
  token: string;
  body?: unknown;
  key?: string;
  etag?: string | null;
  signal?: AbortSignal;
  timeout?: number;
}

export interface Answer<T> {
  /** Null when the server says that nothing has changed (304). */
  data: T | null;
  etag: string | null;
  asOf: string | null;
}

const TIMEOUT_MS = 12_000;

/**
 * Send a request and read its JSON.
 *
 * Throws `ApiFailure`; lets the caller's own abort through as it is.
 */
export async function request<T>(path: string, options: RequestOptions): Promise<Answer<T>> {
  const deadline = AbortSignal.timeout(options.timeout ?? TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  try {
    const response = await fetch(path, { ...describe(options), signal });
    return await read<T>(response);
  } catch (error) {
    if (error instanceof ApiFailure) throw error;
    if (options.signal?.aborted) throw error;
    throw new ApiFailure(deadline.aborted ? 'timeout' : 'offline', '');
  }
}

function describe({ method = 'GET', token, body, key, etag }: RequestOptions): RequestInit {
  const headers: Record<string, string> = { Authorization: `Bearer ${token}`, Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = key;
  if (etag) headers['If-None-Match'] = etag;
  return {
    method,
    headers,
    // We send the ETag ourselves; the browser's cache would turn the 304 into a 200.
    cache: 'no-store',
    credentials: 'omit',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

async function read<T>(response: Response): Promise<Answer<T>> {
  learn(response.headers.get('Date'));
  const about = { etag: response.headers.get('ETag'), asOf: response.headers.get('X-As-Of') };
  if (response.status === 304) return { data: null, ...about };
  const body = (await response.json().catch((): unknown => undefined)) as unknown;
  if (!response.ok) throw toFailure(body, seconds(response.headers.get('Retry-After')));
  if (typeof body !== 'object' || body === null) throw new ApiFailure('unreadable', '');
  return { data: body as T, ...about };
}

function seconds(header: string | null): number | null {
  const value = Number(header);
  return header !== null && Number.isFinite(value) ? value : null;
}
