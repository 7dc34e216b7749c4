/** Histories of snapshots and policies for them, the days included on which calendars go wrong. */
import fc from 'fast-check';
import { type Duration, PERIODS } from '../../../src/repository/forget/periods.ts';
import type { Policy } from '../../../src/repository/forget/policy.ts';
import type { Snapshot } from '../../../src/repository/snapshots.ts';

/** Summer time in both halves of the year and by half an hour, at midnight, a day that never was, and odd offsets. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Havana',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Pacific/Marquesas',
];

/** Clock changes, ends of years whose weeks belong to the other year, leap days. */
const ODD_DAYS = [
  ...['2025-03-30T01:00Z', '2025-10-26T01:00Z', '2025-03-09T07:00Z', '2025-11-02T06:00Z', '2025-04-05T15:00Z', '2025-10-04T15:30Z'],
  ...['2020-12-31T12:00Z', '2021-01-03T12:00Z', '2024-12-29T23:00Z', '2024-12-31T23:59:59Z', '2026-01-01T00:00Z', '2027-01-03T12:00Z'],
  ...['2011-12-30T10:00Z', '2024-02-29T12:00Z', '2023-02-28T23:00Z', '2025-03-31T12:00Z', '2025-05-31T00:00Z', '2026-11-22T12:00Z'],
].map((text) => Temporal.Instant.from(text).epochNanoseconds);

const HOUR_NS = 3_600_000_000_000n;
const anyInstant = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...ODD_DAYS), fc.bigInt(-50n * HOUR_NS, 50n * HOUR_NS)).map(([day, off]) => day + off) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...ODD_DAYS), fc.bigInt(-3n, 3n)).map(([day, off]) => day + off * 500_000n) },
  { weight: 1, arbitrary: fc.bigInt(1_600_000_000n * 10n ** 9n, 1_800_000_000n * 10n ** 9n) },
);

/** RFC 3339 as a machine in that zone writes it. */
export function timeIn(zone: string, instant: bigint): string {
  const text = Temporal.Instant.fromEpochNanoseconds(instant).toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' });
  return text.replace('+00:00', 'Z');
}

const tagLists = fc.subarray(['a', 'b', 'c']);

/** A machine that stays in its zone, or one that travels; no two snapshots of one instant. */
export const histories: fc.Arbitrary<Snapshot[]> = fc
  .tuple(
    fc.constantFrom(...ZONES, undefined),
    fc.uniqueArray(fc.tuple(anyInstant, fc.constantFrom(...ZONES), tagLists), {
      minLength: 1,
      maxLength: 40,
      selector: ([instant]) => instant,
    }),
  )
  .map(([home, all]) => {
    return all.map(([instant, zone, tags], number) => {
      const id = number.toString(16).padStart(64, '0');
      return { id, time: timeIn(home ?? zone, instant), tree: '0'.repeat(64), paths: ['/home'], hostname: 'nas', tags };
    });
  });

const counts = fc.oneof(fc.nat(6), fc.constant(0), fc.constant(Number.POSITIVE_INFINITY));

export const durations: fc.Arbitrary<Duration> = fc.record({
  years: fc.oneof({ weight: 4, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.constantFrom(9_999, 300_000, 999_999) }),
  months: fc.nat(14),
  days: fc.nat(40),
  hours: fc.nat(50),
});

const somePeriods = <T>(value: fc.Arbitrary<T>) =>
  fc.record(Object.fromEntries(PERIODS.map((period) => [period, value])) as Record<(typeof PERIODS)[number], fc.Arbitrary<T>>, {
    requiredKeys: [],
  });

/** Also those without any rule. */
export const policies: fc.Arbitrary<Policy> = fc.record(
  {
    last: counts,
    periods: somePeriods(counts),
    within: durations,
    periodsWithin: somePeriods(durations),
    tags: fc.array(fc.oneof(fc.subarray(['a', 'b', 'c'], { minLength: 1 }), fc.constant([''])), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

/** Milliseconds since 1970: mostly after all of it, sometimes in its middle, so that some of it lies in the future. */
export const clocks: fc.Arbitrary<number> = fc.oneof(
  fc.constant(Date.parse('2030-01-01T00:00:00Z')),
  fc.constantFrom(...ODD_DAYS).map((instant) => Number(instant / 1_000_000n)),
);
