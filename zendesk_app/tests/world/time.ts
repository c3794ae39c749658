/** When the tests take place, and on which ticket. */
export const NOW = Date.parse('2026-03-04T10:00:00Z');
export const TICKET = 4242;

/** The moment so many minutes after the tests' now. */
export const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString().replace('.000', '');
