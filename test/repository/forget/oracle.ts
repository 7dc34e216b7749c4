/**
 * What a policy keeps, said a second time and as plainly as it can be: sets of snapshots, one a rule, joined.
 *
 * Owns: restic's rules in words of its own, for tests to compare with. Shares no code with src/repository/forget: the calendar is the text
 * of the snapshot's time, weeks are counted from a Monday, and instants are Temporal's, to the nanosecond.
 * Source: restic's manual, "Removing snapshots according to a policy".
 */
import type { Duration, Period } from '../../../src/repository/forget/periods.ts';
import type { Policy } from '../../../src/repository/forget/policy.ts';
import type { Snapshot } from '../../../src/repository/snapshots.ts';

/** Ids of all that the policy keeps of one group, newest first. `now` is milliseconds since 1970. */
export function keptByWords(group: readonly Snapshot[], policy: Policy, now: number): string[] {
  const newestFirst = group.toSorted((a, b) => Number(instantOf(b) - instantOf(a)) || (a.id < b.id ? 1 : -1));
  const latest = newestFirst.find((snapshot) => instantOf(snapshot) <= BigInt(now) * 1_000_000n);
  const youngerThan = (duration: Duration) =>
    newestFirst.filter((snapshot) => !latest || instantOf(snapshot) > instantBefore(latest.time, duration));
  const kept = new Set<Snapshot>();
  const keep = (some: readonly Snapshot[]) => {
    for (const snapshot of some) kept.add(snapshot);
  };
  keep(newestFirst.slice(0, policy.last ?? 0));
  for (const [period, count = 0] of entriesOf(policy.periods)) {
    const newestOfEach = newestOfEachPeriod(newestFirst, period);
    keep(newestOfEach.slice(0, count));
    if (newestOfEach.length < count) keep(newestFirst.slice(-1));
  }
  if (policy.within && isLong(policy.within)) keep(youngerThan(policy.within));
  for (const [period, duration] of entriesOf(policy.periodsWithin)) {
    if (!duration || !isLong(duration)) continue;
    const younger = youngerThan(duration);
    keep(newestOfEachPeriod(younger, period));
    if (younger.length === newestFirst.length) keep(newestFirst.slice(-1));
  }
  for (const list of policy.tags ?? []) {
    const isUntagged = list.length === 1 && list[0] === '';
    keep(newestFirst.filter(({ tags = [] }) => (isUntagged ? tags.length === 0 : list.every((tag) => tags.includes(tag)))));
  }
  return newestFirst.filter((snapshot) => kept.has(snapshot)).map(({ id }) => id);
}

/** Nanoseconds since 1970. */
export function instantOf({ time }: Snapshot): bigint {
  return Temporal.Instant.from(time).epochNanoseconds;
}

function entriesOf<T>(rules: Readonly<Partial<Record<Period, T>>> = {}): [Period, T | undefined][] {
  return Object.entries(rules) as [Period, T | undefined][];
}

function isLong(duration: Duration): boolean {
  return Object.values(duration).some((count) => count > 0);
}

/** Runs of one period: a group whose snapshots come from several zones may enter an hour twice. */
function newestOfEachPeriod(newestFirst: readonly Snapshot[], period: Period): Snapshot[] {
  return newestFirst.filter((snapshot, number) => {
    const newer = newestFirst[number - 1];
    return !newer || nameOf(period, newer.time) !== nameOf(period, snapshot.time);
  });
}

/** RFC 3339 carries what the clock on the wall showed. */
function nameOf(period: Period, time: string): string {
  if (period !== 'weekly') return time.slice(0, { hourly: 13, daily: 10, monthly: 7, yearly: 4 }[period]);
  const monday = Temporal.PlainDate.from('1969-12-29');
  return String(Math.floor(Temporal.PlainDate.from(time.slice(0, 10)).since(monday, { largestUnit: 'days' }).days / 7));
}

/** A day that the month lacks runs over into the next one. */
function instantBefore(time: string, { years, months, days, hours }: Duration): bigint {
  const day = Number(time.slice(8, 10));
  const monthsSince0 = Number(time.slice(0, 4)) * 12 + Number(time.slice(5, 7)) - 1 - years * 12 - months;
  const year = Math.floor(monthsSince0 / 12);
  if (year < -10_000) return -(10n ** 24n); // before anything
  const first = Temporal.PlainDate.from({ year, month: monthsSince0 - year * 12 + 1, day: 1 });
  const midnight = first.add({ days: day - 1 - days }).toZonedDateTime('UTC').epochNanoseconds;
  const midnightOfTime = Temporal.PlainDate.from(time.slice(0, 10)).toZonedDateTime('UTC').epochNanoseconds;
  return Temporal.Instant.from(time).epochNanoseconds - (midnightOfTime - midnight) - BigInt(hours) * 3_600_000_000_000n;
}
