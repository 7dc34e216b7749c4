/**
 * Times as restic writes them: nanoseconds since 1970 to and from RFC 3339 in the zone of this process (TZ), as Go formats time.Unix.
 *
 * A tree of a million entries formats three million times, so nothing is computed twice: the date's text is kept a day, the zone's
 * offset a quarter of an hour, times of day come from a table, and a BigInt is split by 32-bit arithmetic without a BigInt division.
 * Offsets come from Node's zone tables, Go's from the system's; where they disagree, the same instant costs one new tree blob.
 * Source: Go, time, format.go (RFC3339Nano); restic, internal/restic/node.go (FixTime: years are clamped to 0..9999).
 */

/** Go's time.Time{}, which stands for "not known". */
export const ZERO_TIME = '0001-01-01T00:00:00Z';

const DAY = 86_400;
/** Days and seconds of 400 years, after which the calendar repeats. */
const CYCLE_DAYS = 146_097;
const CYCLE = CYCLE_DAYS * DAY;
/** The years 0 to 9999 in any zone, in seconds since 1970. */
const YEAR_0 = -62_167_219_200;
const YEAR_10000 = 253_402_300_800;
const QUARTER = 900;

/** `ns` as RFC 3339 with up to nine fraction digits, zeros at the end cut, in the local zone; `Z` whenever the offset is zero. */
export function formatTime(ns: bigint): string {
  if (ns >= -0x8000_0000_0000_0000n && ns <= 0x7fff_ffff_ffff_ffffn) {
    const seconds = splitNs(ns);
    return formatParts(seconds, remainder);
  }
  const nanos = BigInt.asUintN(64, ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n);
  return formatParts(clampToYears((ns - nanos) / 1_000_000_000n), Number(nanos));
}

/** Nanoseconds of an RFC 3339 time with any offset; undefined when it is none. Digits after the ninth are cut, as Go does. */
export function parseTime(text: string): bigint | undefined {
  const found = RFC_3339.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = found;
  const days = daysOf(Number(year), Number(month), Number(day));
  const secondsOfDay = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const offset = zone === 'Z' ? 0 : offsetOf(zone!);
  if (days === undefined || offset === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const nanos = fraction === undefined ? 0 : Number(fraction.slice(0, 9).padEnd(9, '0'));
  return BigInt(days * DAY + secondsOfDay - offset) * 1_000_000_000n + BigInt(nanos);
}

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;

const whole = new BigInt64Array(1);
const halves = new Int32Array(whole.buffer);
let remainder = 0;

/** Floored seconds of a 64-bit `ns`; leaves the nanoseconds in `remainder`. Exact: the quotient is off by one at most, and corrected. */
function splitNs(ns: bigint): number {
  whole[0] = ns;
  const low = halves[0]!;
  let seconds = Math.floor((halves[1]! * 4_294_967_296 + (low >>> 0)) / 1e9);
  remainder = (low - Math.imul(seconds, 1e9)) | 0;
  if (remainder < 0) {
    remainder += 1e9;
    seconds -= 1;
  } else if (remainder >= 1e9) {
    remainder -= 1e9;
    seconds += 1;
  }
  return seconds;
}

function formatParts(seconds: number, nanos: number): string {
  const offset = offsetAt(seconds);
  const local = seconds + offset;
  const day = Math.floor(local / DAY);
  const secondOfDay = local - day * DAY;
  const minute = Math.floor(secondOfDay / 60);
  const clock = `${dateText(day)}${MINUTES[minute]!}${SIXTY[secondOfDay - minute * 60]!}`;
  return nanos === 0 ? clock + zoneText(offset) : clock + fractionText(nanos) + zoneText(offset);
}

const SIXTY = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));
/** `HH:MM:` of every minute of a day. */
const MINUTES = Array.from({ length: 1440 }, (_, minute) => `${SIXTY[Math.floor(minute / 60)]!}:${SIXTY[minute % 60]!}:`);

function fractionText(nanos: number): string {
  let digits = 9;
  let value = nanos;
  while (value % 10 === 0) {
    value /= 10;
    digits -= 1;
  }
  return `.${String(value).padStart(digits, '0')}`;
}

const CACHE_LIMIT = 8192;
const dates = new Map<number, string>();
let lastDay = Number.NaN;
let lastDate = '';

/** `YYYY-MM-DDT` of a day counted from 1970. */
function dateText(day: number): string {
  if (day === lastDay) return lastDate;
  let text = dates.get(day);
  if (text === undefined) {
    const { year, month, dayOfMonth } = civilOf(day);
    text = `${String(year).padStart(4, '0')}-${SIXTY[month]!}-${SIXTY[dayOfMonth]!}T`;
    if (dates.size >= CACHE_LIMIT) dates.clear();
    dates.set(day, text);
  }
  lastDay = day;
  lastDate = text;
  return text;
}

const zones = new Map<number, string>([[0, 'Z']]);

/** The offset in whole minutes, rounded towards zero as Go does: local mean times of the 19th century have seconds. */
function zoneText(offset: number): string {
  let text = zones.get(offset);
  if (text === undefined) {
    const minutes = Math.trunc(offset / 60);
    const size = Math.abs(minutes);
    text = `${minutes < 0 ? '-' : '+'}${SIXTY[Math.floor(size / 60)]!}:${SIXTY[size % 60]!}`;
    zones.set(offset, text);
  }
  return text;
}

const offsets = new Map<number, number>();
let lastQuarter = Number.NaN;
let lastOffset = 0;

/** Seconds east of UTC at an instant. A quarter of an hour with a change in it is asked anew each time. */
function offsetAt(seconds: number): number {
  const quarter = Math.floor(seconds / QUARTER);
  if (quarter === lastQuarter) return lastOffset;
  let offset = offsets.get(quarter);
  if (offset === undefined) {
    const start = quarter * QUARTER;
    offset = askOffset(start);
    if (askOffset(start + QUARTER - 1) !== offset) return askOffset(seconds);
    if (offsets.size >= CACHE_LIMIT) offsets.clear();
    offsets.set(quarter, offset);
  }
  lastQuarter = quarter;
  lastOffset = offset;
  return offset;
}

/** Date.getTimezoneOffset drops the seconds of an offset, so the local fields are counted instead. */
function askOffset(seconds: number): number {
  const date = new Date(seconds * 1000);
  const days = dayNumber(date.getFullYear(), date.getMonth() + 1, date.getDate());
  return days * DAY + date.getHours() * 3600 + date.getMinutes() * 60 + date.getSeconds() - seconds;
}

/** The instant Go writes instead of one outside the years 0 to 9999: same day and time of day there, and the zone's offset there. */
function clampToYears(instant: bigint): number {
  const cycle = BigInt(CYCLE);
  const inCycle = Number(((instant % cycle) + cycle) % cycle);
  const cyclesAway = Number((instant - BigInt(inCycle)) / cycle);
  if (cyclesAway >= -5 && cyclesAway <= 20) {
    const seconds = cyclesAway * CYCLE + inCycle;
    const local = seconds + offsetAt(seconds);
    if (local >= YEAR_0 && local < YEAR_10000) return seconds;
  }
  // Same place in a cycle near the end (or start) of the range, where zone rules are those of the far future (or past).
  const near = inCycle + (instant > 0n ? 19 : -5) * CYCLE;
  const local = near + offsetAt(near);
  const day = Math.floor(local / DAY);
  const { month, dayOfMonth } = civilOf(day);
  const wall = dayNumber(instant > 0n ? 9999 : 0, month, dayOfMonth) * DAY + (local - day * DAY);
  const guess = wall - offsetAt(wall);
  return wall - offsetAt(guess);
}

/** Days since 1970 of a date of the proleptic Gregorian calendar; undefined when the month has no such day. */
function daysOf(year: number, month: number, dayOfMonth: number): number | undefined {
  if (month < 1 || month > 12 || dayOfMonth < 1) return undefined;
  const days = dayNumber(year, month, dayOfMonth);
  return dayOfMonth <= 28 || civilOf(days).month === month ? days : undefined;
}

/** Source: Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil. */
function dayNumber(year: number, month: number, dayOfMonth: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + dayOfMonth - 1;
  return era * CYCLE_DAYS + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** The same document, civil_from_days. */
function civilOf(days: number): { year: number; month: number; dayOfMonth: number } {
  const era = Math.floor((days + 719_468) / CYCLE_DAYS);
  const dayOfEra = days + 719_468 - era * CYCLE_DAYS;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

/** Seconds of `±hh:mm`. */
function offsetOf(zone: string): number | undefined {
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))];
  if (hours > 23 || minutes > 59) return undefined;
  return (zone[0] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}
