/** Wall times as somebody types them, in the zone that the board speaks. */
import { dateFormat, wall } from '../words/time';

const DAY = 24 * 60 * 60_000;

/** The zone of all times that are shown: the agent's in Zendesk, else the browser's. */
export const zone = (): string => dateFormat({}).resolvedOptions().timeZone;

/**
 * "2026-11-24T09:00" there, as ISO 8601 in UTC; null when it is no time.
 *
 * Of an hour that comes twice it is the first; one that is skipped counts on from before, as clocks do.
 */
export function utc(local: string): string | null {
  const wanted = Date.parse(`${local}Z`);
  if (Number.isNaN(wanted)) return null;
  // A day away no change of the clocks is in between.
  const [before, after] = [-DAY, DAY].map(apart => wanted - (wall(wanted + apart) - wanted - apart)) as [
    number,
    number,
  ];
  const moment = wall(before) !== wanted && wall(after) === wanted ? after : before;
  return new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z');
}
