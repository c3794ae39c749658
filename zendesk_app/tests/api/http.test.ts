import { afterEach, expect, test, vi } from 'vitest';
import { learn, now } from '../../src/api/clock';
import { ApiFailure } from '../../src/api/errors';
import { request } from '../../src/api/http';

afterEach(() => {
  vi.unstubAllGlobals();
  learn(new Date().toUTCString());
});

function serve(status: number, body: string, headers: Record<string, string> = {}) {
  const answer = vi.fn((_path: string, _init: RequestInit) =>
    Promise.resolve(new Response(status === 304 ? null : body, { status, headers })),
  );
  vi.stubGlobal('fetch', answer);
  return answer;
}

const failure = async (): Promise<ApiFailure> => {
  const error: unknown = await request('/api/x', { token: 't' }).catch((caught: unknown) => caught);
  if (!(error instanceof ApiFailure)) throw new Error('no failure');
  return error;
};

test('sends token, key and ETag as headers, and no cookies', async () => {
  const sent = serve(200, '{"a":1}', { ETag: '"v2"' });
  const answer = await request('/api/x', {
    method: 'POST',
    token: 'tok',
    key: 'k-12345678',
    etag: '"v1"',
    body: { b: 2 },
  });
  expect(answer).toEqual({ data: { a: 1 }, etag: '"v2"', asOf: null });
  expect(sent.mock.calls[0]?.[1]).toMatchObject({
    method: 'POST',
    body: '{"b":2}',
    credentials: 'omit',
    headers: { Authorization: 'Bearer tok', 'Idempotency-Key': 'k-12345678', 'If-None-Match': '"v1"' },
  });
});

test('a 304 has no data and brings the times', async () => {
  serve(304, '', { 'X-As-Of': '{"zendesk":null}' });
  expect(await request('/api/x', { token: 't' })).toMatchObject({ data: null, asOf: '{"zendesk":null}' });
});

const error = (code: string, details: object = {}): string =>
  JSON.stringify({ error: { code, message: 'M', details, retryable: false } });

test.each([
  [422, error('refused', { rule: 'R1' }), { code: 'refused', message: 'M', details: { rule: 'R1' } }],
  [429, error('rate_limited', { retry_after: 7 }), { code: 'rate_limited', retryAfter: 7 }],
  [500, error('never_heard_of'), { code: 'unreadable' }],
  [502, '<html>Bad gateway</html>', { code: 'unreadable' }],
  [200, '{"cut":', { code: 'unreadable' }],
  [200, '', { code: 'unreadable' }],
])('%i %s', async (status, body, expected) => {
  serve(status, body);
  expect(await failure()).toMatchObject(expected);
});

test('Retry-After in the header wins', async () => {
  serve(429, error('rate_limited', { retry_after: 7 }), { 'Retry-After': '3' });
  expect((await failure()).retryAfter).toBe(3);
});

test('no network is told from no answer in time', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
  expect((await failure()).code).toBe('offline');
  vi.stubGlobal(
    'fetch',
    (_path: string, { signal }: RequestInit) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')))),
  );
  const late: unknown = await request('/api/x', { token: 't', timeout: 5 }).catch((caught: unknown) => caught);
  expect(late).toMatchObject({ code: 'timeout' });
});

test('the caller’s own abort is no failure', async () => {
  const control = new AbortController();
  vi.stubGlobal('fetch', () => Promise.reject(control.signal.reason as Error));
  control.abort();
  const error: unknown = await request('/api/x', { token: 't', signal: control.signal }).catch(
    (caught: unknown) => caught,
  );
  expect(error).not.toBeInstanceOf(ApiFailure);
});

test('the server’s clock counts when the agent’s machine is minutes off', async () => {
  serve(200, '{}', { Date: new Date(Date.now() + 600_000).toUTCString() });
  await request('/api/x', { token: 't' });
  expect(now() - Date.now()).toBeGreaterThan(590_000);
});
