/** Times and spans as people say them, in the agent's own zone. */
import { speaking, t } from './words';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "12 min ago", "in 3 hr.", "yesterday". */
export function ago(iso: string, now: number): string {
  const apart = Date.parse(iso) - now;
  const format = new Intl.RelativeTimeFormat(speaking().language, { numeric: 'auto', style: 'short' });
  const size = Math.abs(apart);
  if (size < MINUTE) return t('time.now');
  if (size < HOUR) return format.format(Math.trunc(apart / MINUTE), 'minute');
  if (size < DAY) return format.format(Math.trunc(apart / HOUR), 'hour');
  return format.format(Math.trunc(apart / DAY), 'day');
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

/** How far a deadline is: "12 min left" or "5 min over". */
export function left(iso: string, now: number): string {
  const apart = Date.parse(iso) - now;
  return t(apart >= 0 ? 'time.left' : 'time.over', { span: span(apart) });
}

/** "Mon 09:00" within a week, else the date too. */
export function moment(iso: string, now: number): string {
  const near = Math.abs(Date.parse(iso) - now) < 6 * DAY;
  const today = dateFormat({ dateStyle: 'short' });
  const date = new Date(iso);
  if (today.format(date) === today.format(now)) return dateFormat({ timeStyle: 'short' }).format(date);
  return dateFormat({
    ...(near ? { weekday: 'short' } : { month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(date);
}

/** The exact time with its zone, for the hover. */
export function exact(iso: string): string {
  return dateFormat({ dateStyle: 'full', timeStyle: 'long' }).format(new Date(iso));
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { locale, timeZone } = speaking();
  try {
    return new Intl.DateTimeFormat(locale, timeZone === undefined ? options : { ...options, timeZone });
  } catch {
    // A locale or zone that this browser does not know: its own will do.
    return new Intl.DateTimeFormat(undefined, options);
  }
}
