/** The server's time: deadlines are counted by it, and an agent's machine may be minutes off. */

/** `Date` headers have whole seconds and travel time on top; smaller differences are noise. */
const NOISE_MS = 5_000;

let offset = 0;

/** Milliseconds since the epoch, as the server counts. */
export function now(): number {
  return Date.now() + offset;
}

/** Learn the server's time from an answer's `Date` header. */
export function learn(header: string | null): void {
  const server = header === null ? NaN : Date.parse(header);
  if (Number.isNaN(server)) return;
  const difference = server - Date.now();
  offset = Math.abs(difference) > NOISE_MS ? difference : 0;
}
