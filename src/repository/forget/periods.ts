/**
 * The calendar of a retention policy: which hour, day, week, month or year a snapshot belongs to, and how far back a duration reaches.
 *
 * The calendar is that of the snapshot's own zone: the offset that its time carries. So a machine's days stay its days, wherever the
 * box stands, and a change to summer time moves no snapshot into another day.
 * Source: restic, internal/restic/snapshot_policy.go and duration.go.
 */
import { Fault } from '../../base/index.ts';
import { parseTime } from '../trees/go-time.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export type Period = 'hourly' | 'daily' | 'weekly' | 'monthly' | 'yearly';

/** Longest last. */
export const PERIODS: readonly Period[] = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'];

/** A name for the period that a time belongs to; two times of one period have the same. `time` is RFC 3339. */
export function periodOf(period: Period, time: string): string {
  const local = localTime(time);
  if (period === 'weekly') return isoWeekOf(local);
  return new Date(local).toISOString().slice(0, { hourly: 13, daily: 10, monthly: 7, yearly: 4 }[period]);
}

/** A stretch of calendar time; its parts are applied one by one, the years first. */
export interface Duration {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly hours: number;
}

/** Reads `2y5m7d3h`, any part of it, in any order. Throws Fault 'input.invalid'. */
export function parseDuration(text: string): Duration {
  const parts = { years: 0, months: 0, days: 0, hours: 0 };
  const names = { y: 'years', m: 'months', d: 'days', h: 'hours' } as const;
  if (!/^(\d{1,6}[ymdh])+$/.test(text))
    throw new Fault('input.invalid', `'${text}' is no duration. Write it as in 1y6m14d12h: years, months, days, hours.`);
  for (const [, count, unit] of text.matchAll(/(\d+)([ymdh])/g)) parts[names[unit as keyof typeof names]] += Number(count);
  return parts;
}

export function durationText({ years, months, days, hours }: Duration): string {
  const parts = Object.entries({ y: years, m: months, d: days, h: hours });
  return parts.map(([unit, count]) => (count > 0 ? `${count}${unit}` : '')).join('') || '0h';
}

export function isNothing({ years, months, days, hours }: Duration): boolean {
  return years === 0 && months === 0 && days === 0 && hours === 0;
}

/** Nanoseconds since 1970 of the instant that lies the duration before `time`, by the calendar of the zone of `time`. */
export function before(time: string, { years, months, days, hours }: Duration): bigint {
  const shown = localTime(time);
  const local = new Date(shown);
  // A day that the month lacks runs over into the next month, as in Go's AddDate.
  local.setUTCFullYear(local.getUTCFullYear() - years, local.getUTCMonth() - months, local.getUTCDate() - days);
  if (Number.isNaN(local.getTime())) return BEFORE_ALL;
  return parseTime(time)! - BigInt(shown - local.getTime() + hours * HOUR_MS) * 1_000_000n;
}

/** What lies further back than a Date can say: whoever asks for that means everything. */
const BEFORE_ALL = -(10n ** 30n);

/** The clock on the wall of the snapshot's zone, as milliseconds that Date's UTC functions read. */
function localTime(time: string): number {
  const zone = /([+-])(\d\d):(\d\d)$/.exec(time);
  if (!zone) return Date.parse(time);
  const offset = (Number(zone[2]) * 60 + Number(zone[3])) * MINUTE_MS;
  return Date.parse(time) + (zone[1] === '-' ? -offset : offset);
}

/** ISO 8601: weeks begin on Monday, and belong to the year of their Thursday. */
function isoWeekOf(local: number): string {
  const day = new Date(local);
  const thursday = new Date(local + (3 - ((day.getUTCDay() + 6) % 7)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${week}`;
}
