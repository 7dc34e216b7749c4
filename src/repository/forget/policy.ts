/**
 * Retention: which snapshots of a group a policy keeps, and why. Pure: decides, removes nothing.
 *
 * Invariant: the newest snapshot is kept by every rule that counts or reaches back; only a rule by tags alone may keep none.
 * Source: restic's manual, "Removing snapshots according to a policy", and internal/restic/snapshot_policy.go (ApplyPolicy).
 */
import { byTime, type Snapshot } from '../snapshots.ts';
import { parseTime } from '../trees/go-time.ts';
import { before, type Duration, durationText, isNothing, PERIODS, type Period, periodOf } from './periods.ts';

/** Counts: 0 keeps none, Infinity all. */
export interface Policy {
  readonly last?: number | undefined;
  /** The newest snapshot of each of so many periods that have one. */
  readonly periods?: Readonly<Partial<Record<Period, number>>> | undefined;
  /** All that are younger than this, counted back from the newest. */
  readonly within?: Duration | undefined;
  /** The newest snapshot of each period that is younger than this. */
  readonly periodsWithin?: Readonly<Partial<Record<Period, Duration>>> | undefined;
  /** Kept when it has all tags of one of these lists; a list with one empty tag means: has no tags. */
  readonly tags?: readonly (readonly string[])[] | undefined;
}

export interface Kept {
  readonly snapshot: Snapshot;
  /** Every rule that keeps it, in restic's words. */
  readonly reasons: readonly string[];
}

export interface Decision {
  /** Newest first, both. */
  readonly keep: readonly Kept[];
  readonly remove: readonly Snapshot[];
}

/** Whether a policy has no rule at all: it would say nothing about what to keep. */
export function isEmptyPolicy({ last = 0, periods = {}, within, periodsWithin = {}, tags = [] }: Policy): boolean {
  const counts = [last, ...Object.values(periods)];
  const durations = [...(within ? [within] : []), ...Object.values(periodsWithin)];
  return counts.every((count) => count === 0) && durations.every(isNothing) && tags.length === 0;
}

/** `now` is milliseconds since 1970: snapshots of the future do not move the durations. */
export function decide(group: readonly Snapshot[], policy: Policy, now: number): Decision {
  const newestFirst = group.toSorted((a, b) => byTime(b, a));
  const rules = rulesOf(policy, newestFirst, now);
  const keep: Kept[] = [];
  const remove: Snapshot[] = [];
  for (const [number, snapshot] of newestFirst.entries()) {
    const place = { number, isOldest: number === newestFirst.length - 1 };
    const reasons = rules.flatMap((rule) => rule(snapshot, place) ?? []);
    if (reasons.length > 0) keep.push({ snapshot, reasons });
    else remove.push(snapshot);
  }
  return { keep, remove };
}

interface Place {
  /** 0 is the newest. */
  readonly number: number;
  readonly isOldest: boolean;
}

/** Asked once for each snapshot, the newest first; the reason to keep it, if there is one. */
type Rule = (snapshot: Snapshot, place: Place) => string | undefined;

function rulesOf(
  { last = 0, periods = {}, within, periodsWithin = {}, tags = [] }: Policy,
  newestFirst: readonly Snapshot[],
  now: number,
): Rule[] {
  // Everything is young when all lies in the future: a wrong clock must not remove anything.
  const latest = newestFirst.find(({ time }) => parseTime(time)! <= BigInt(now) * 1_000_000n)?.time;
  const youngerThan = (duration: Duration): ((snapshot: Snapshot) => boolean) => {
    if (latest === undefined) return () => true;
    const oldest = before(latest, duration);
    return ({ time }) => parseTime(time)! > oldest;
  };
  const counting = PERIODS.map((period) => countRule(periods[period] ?? 0, `${period} snapshot`, ({ time }) => periodOf(period, time)));
  const reaching = PERIODS.flatMap((period) => {
    const duration = periodsWithin[period];
    if (!duration || isNothing(duration)) return [];
    const isYounger = youngerThan(duration);
    const rule = countRule(Number.POSITIVE_INFINITY, `${period} within ${durationText(duration)}`, ({ time }) => periodOf(period, time));
    return [(snapshot: Snapshot, place: Place) => (isYounger(snapshot) ? rule(snapshot, place) : undefined)];
  });
  return [
    ...tags.map(
      (list): Rule =>
        (snapshot) =>
          hasTags(snapshot, list) ? `has tags [${list.join(', ')}]` : undefined,
    ),
    ...withinRules(within, youngerThan),
    countRule(last, 'last snapshot', (_, { number }) => String(number)),
    ...counting,
    ...reaching,
  ];
}

function withinRules(within: Duration | undefined, youngerThan: (duration: Duration) => (snapshot: Snapshot) => boolean): Rule[] {
  if (!within || isNothing(within)) return [];
  const isYounger = youngerThan(within);
  return [(snapshot) => (isYounger(snapshot) ? `within ${durationText(within)}` : undefined)];
}

/** Keeps the newest snapshot of each period while the count lasts, and then the oldest of all: it makes the history longest. */
function countRule(count: number, reason: string, periodOf: (snapshot: Snapshot, place: Place) => string): Rule {
  let left = count;
  let seen: string | undefined;
  return (snapshot, place) => {
    if (left <= 0) return undefined;
    const period = periodOf(snapshot, place);
    if (period === seen && !place.isOldest) return undefined;
    left--;
    const isOldestOnly = period === seen;
    seen = period;
    return isOldestOnly ? `oldest ${reason}` : reason;
  };
}

function hasTags({ tags = [] }: Snapshot, wanted: readonly string[]): boolean {
  if (wanted.length === 1 && wanted[0] === '') return tags.length === 0;
  return wanted.every((tag) => tags.includes(tag));
}
