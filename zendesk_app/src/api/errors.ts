/**
 * The closed list of ways a call can fail.
 *
 * The server's codes come from `backend/web/errors.py` with the generated types; the rest is what the
 * browser itself can meet.
 */
import type { ErrorAnswer } from './types';

type ServerCode = ErrorAnswer['error']['code'];

/** Written out so that the build fails when the server gains or loses a code. */
const SERVER_CODES: Record<ServerCode, true> = {
  bad_request: true,
  unauthenticated: true,
  forbidden: true,
  not_found: true,
  method_not_allowed: true,
  already_open: true,
  too_large: true,
  unsupported_media_type: true,
  idempotency_mismatch: true,
  invalid: true,
  refused: true,
  rate_limited: true,
  internal: true,
  unavailable: true,
};

export type FailureCode = ServerCode | 'offline' | 'timeout' | 'unreadable';

/** A call that failed, and why. */
export class ApiFailure extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    /** Seconds the server asks to wait, if it said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.name = 'ApiFailure';
  }

  /** A text found under `key` in the details, e.g. the address of what is already open. */
  detail(key: string): string | null {
    const value = this.details[key];
    return typeof value === 'string' && value !== '' ? value : null;
  }
}

const isServerCode = (code: string): code is ServerCode => Object.hasOwn(SERVER_CODES, code);

/** Turn an error answer into a failure; anything that is not ours is unreadable. */
export function toFailure(body: unknown, retryAfter: number | null): ApiFailure {
  if (!isErrorAnswer(body) || !isServerCode(body.error.code)) return new ApiFailure('unreadable', '');
  const { code, message, details } = body.error;
  const told = Number(details.retry_after);
  return new ApiFailure(code, message, details, retryAfter ?? (Number.isFinite(told) ? told : null));
}

function isErrorAnswer(body: unknown): body is ErrorAnswer {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false;
  const { error } = body;
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
