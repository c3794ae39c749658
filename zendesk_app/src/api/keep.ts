/**
 * Keep small texts over re-renders, and over a reload of the iframe where the browser allows it.
 *
 * Zendesk tears the iframe down as agents switch tabs; third-party storage may be blocked, so every
 * access is guarded and memory is the fallback. Nothing outlives the browser tab.
 */
const memory = new Map<string, string>();
const PREFIX = 'oncall:';

export function recall(name: string): string | null {
  const kept = memory.get(name);
  if (kept !== undefined) return kept;
  try {
    return sessionStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function keep(name: string, text: string): void {
  memory.set(name, text);
  try {
    sessionStorage.setItem(PREFIX + name, text);
  } catch {
    // Blocked or full: the text stays in memory.
  }
}

export function forget(name: string): void {
  memory.delete(name);
  try {
    sessionStorage.removeItem(PREFIX + name);
  } catch {
    // Blocked: there is nothing to remove.
  }
}
