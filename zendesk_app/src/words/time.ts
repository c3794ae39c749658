/** Times and spans as people say them, in the agent's own zone. */
import { speaking, t } from './words';

const JUST_NOW_S = 10;
export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "12 min ago", "in 1 h 5 min". */
export function ago(iso: string, now: number): string {
  const apart = Date.parse(iso) - now;
  // What the server wrote this moment may be a little ahead of the clock here.
  if (apart > -MINUTE && apart < JUST_NOW_S * 1000) return t('time.now');
  return t(apart < 0 ? 'time.ago' : 'time.in', { span: span(apart) });
}

/** The same to the second, where a person wants to know how fresh something is: "12 s ago". */
export function fresh(iso: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(iso)) / 1000);
  if (seconds < JUST_NOW_S || seconds >= 60) return ago(iso, now);
  return t('time.ago', { span: t('time.seconds', { seconds }) });
}

/** "4 min", "1 h 20 min", "2 d 3 h": a span without direction. */
export function span(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE);
  if (minutes < 1) return t('time.under_a_minute');
  if (minutes < 60) return t('time.minutes', { minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t(minutes % 60 === 0 ? 'time.hours_only' : 'time.hours', { hours, minutes: minutes % 60 });
  return t('time.days', { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** How far a deadline is: "12 min left", "due now" or "overdue by 5 min". */
export function left(iso: string, now: number): string {
  const apart = Date.parse(iso) - now;
  if (Math.abs(apart) < MINUTE) return t('time.due');
  return t(apart > 0 ? 'time.left' : 'time.over', { span: span(apart) });
}

/** "09:00", "tomorrow 09:00", "Fri 09:00" within a week, else the date. */
export function moment(iso: string, now: number): string {
  const at = Date.parse(iso);
  const time = dateFormat({ timeStyle: 'short' }).format(at);
  const days = dayOf(at) - dayOf(now);
  if (days === 0) return time;
  if (days === 1 && dayOf(at - 1) < dayOf(at)) return t('time.midnight');
  if (Math.abs(days) === 1) return `${tomorrow(days)} ${time}`;
  return `${dateFormat(Math.abs(days) < 7 ? { weekday: 'short' } : { month: 'short', day: 'numeric' }).format(at)} ${time}`;
}

/** The day in the agent's calendar, counted from 1970. */
const dayOf = (moment: number): number => Math.floor(wall(moment) / DAY);

/** What the agent's calendar and clock show at that moment, as if it were UTC: it can be compared and subtracted. */
export function wall(moment: number): number {
  const parts = dateFormat({
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
    calendar: 'gregory',
    numberingSystem: 'latn',
  }).formatToParts(moment);
  const part = (type: string): number => Number(parts.find(one => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
}

/** The exact time with its zone, for the hover. */
export function exact(iso: string): string {
  return dateFormat({ dateStyle: 'full', timeStyle: 'long' }).format(new Date(iso));
}

/** "tomorrow", "yesterday". */
const tomorrow = (days: number): string =>
  new Intl.RelativeTimeFormat(speaking().language, { numeric: 'auto' }).format(days, 'day');

/** In the agent’s zone, as they write it. */
export function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { locale, timeZone } = speaking();
  try {
    return new Intl.DateTimeFormat(locale, timeZone === undefined ? options : { ...options, timeZone });
  } catch {
    // The browser does not know this locale or zone: use its own.
    return new Intl.DateTimeFormat(undefined, options);
  }
}
