/** Numbers, sizes, dates and durations as people read them, all by Intl. */
import { locale, t } from './text.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

/** Made at first use: the language is settled by then, and does not change. */
function once<Formatter>(make: () => Formatter): () => Formatter {
  let made: Formatter | undefined;
  return () => (made ??= make());
}

const numbers = once(() => new Intl.NumberFormat(locale));
const percents = once(() => new Intl.NumberFormat(locale, { style: 'percent' }));
const dates = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }));
const moments = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
const shortMoments = once(
  () => new Intl.DateTimeFormat(locale, { year: '2-digit', month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit' }),
);
const months = once(() => new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long' }));
const daysAndTimes = once(() => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }));
const times = once(() => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));
const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const lists = once(() => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }));

export function formatNumber(value: number): string {
  return numbers().format(value);
}

/** "one, two, three". */
export function formatList(items: readonly string[]): string {
  return lists().format(items);
}

export function formatPercent(share: number): string {
  return percents().format(share);
}

/** Powers of 1000, three digits at most: 1.25 MB, 12.5 MB, 125 MB. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const style = {
    style: 'unit',
    unit: UNITS[step]!,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumSignificantDigits: step === 0 ? 4 : 3,
  } as const;
  return new Intl.NumberFormat(locale, style).format(bytes / 1000 ** step);
}

export function formatMoment(time: string): string {
  return moments().format(new Date(time));
}

export function formatDate(time: string): string {
  return dates().format(new Date(time));
}

/** For narrow rows. */
export function formatMomentShort(time: string): string {
  return shortMoments().format(new Date(time));
}

/** "October 2025". */
export function formatMonth(time: string): string {
  return months().format(new Date(time));
}

/** Where the year is said above. */
export function formatDayAndTime(time: string): string {
  return daysAndTimes().format(new Date(time));
}

export function formatTime(time: string): string {
  return times().format(new Date(time));
}

/** "Today", "Yesterday", or the date. */
export function formatDay(time: string, now: Date): string {
  const days = Math.round((startOfDay(now).getTime() - startOfDay(new Date(time)).getTime()) / 86_400_000);
  if (days === 0) return t('restore.today');
  return days === 1 ? t('restore.yesterday') : dates().format(new Date(time));
}

/** "3 minutes ago"; seconds are not counted out. */
export function formatAgo(time: string, now: Date): string {
  const seconds = (new Date(time).getTime() - now.getTime()) / 1000;
  const steps = [
    ['year', 31_557_600],
    ['month', 2_629_800],
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  for (const [unit, length] of steps) if (Math.abs(seconds) >= length) return relative().format(Math.trunc(seconds / length), unit);
  return t('time.just-now');
}

/** Rounded, as an estimate is: "less than a minute", "about 4 minutes". */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 55) return t('job.left.seconds');
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? t('job.left.minutes', { count: minutes }) : t('job.left.hours', { count: Math.round(minutes / 60) });
}

/** Exact enough for what is over: "4 sec", "3 min, 5 sec". */
export function formatDuration(seconds: number): string {
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const whole = Math.round(seconds);
  if (whole < 60) return unit(whole, 'second');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${unit(hours, 'hour')} ${unit(minutes, 'minute')}` : `${unit(minutes, 'minute')} ${unit(whole % 60, 'second')}`;
}

function startOfDay(date: Date): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}

/** A name from a disk, with characters that would bend the text around it made visible. */
export function formatName(name: string): string {
  return name.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}
