/**
 * One Idempotency-Key for each thing that a person wants to happen once.
 *
 * The same ticket, kind and body keep their key over double clicks, failed requests and reloads, until the server
 * has taken the operation. Another body gets another key.
 */
import { forget, keep, recall } from './keep';

interface Intention {
  body: string;
  key: string;
}

const nameOf = (ticket: number, kind: string): string => `intention:${ticket}:${kind}`;

export function keyFor(ticket: number, kind: string, body: object): string {
  const name = nameOf(ticket, kind);
  const wish = JSON.stringify(body);
  const kept = parse(recall(name));
  if (kept?.body === wish) return kept.key;
  const key = randomKey();
  keep(name, JSON.stringify({ body: wish, key } satisfies Intention));
  return key;
}

/** Forget the key once the server has taken the operation: the next one is another. */
export function settle(ticket: number, kind: string): void {
  forget(nameOf(ticket, kind));
}

/** Not `crypto.randomUUID`: it needs HTTPS, which a panel under development may lack. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

function parse(text: string | null): Intention | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    const known = typeof value === 'object' && value !== null && 'body' in value && 'key' in value;
    return known ? { body: String(value.body), key: String(value.key) } : null;
  } catch {
    return null;
  }
}
