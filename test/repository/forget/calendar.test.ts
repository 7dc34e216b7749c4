/** Policies over the days on which calendars go wrong: what always holds, and the same decisions as a second telling of the rules. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { before, type Duration, isNothing, PERIODS, parseDuration } from '../../../src/repository/forget/periods.ts';
import { decide, isEmptyPolicy, type Policy } from '../../../src/repository/forget/policy.ts';
import type { Snapshot } from '../../../src/repository/snapshots.ts';
import { clocks, durations, histories, policies } from './arbitraries.ts';
import { instantOf, keptByWords } from './oracle.ts';

const calendar = suite('a policy, whatever the calendar');

function keptOf(group: readonly Snapshot[], policy: Policy, now: number): string[] {
  return decide(group, policy, now).keep.map(({ snapshot }) => snapshot.id);
}

calendar('keeps what the rules say in plain words', () => {
  fc.assert(
    fc.property(histories, policies, clocks, (group, policy, now) => {
      assert.equal(keptOf(group, policy, now), keptByWords(group, policy, now));
    }),
    { numRuns: 1500 },
  );
});

calendar('never forgets the newest snapshot, unless it goes by tags alone', () => {
  fc.assert(
    fc.property(histories, policies, clocks, (group, policy, now) => {
      fc.pre(!isEmptyPolicy({ ...policy, tags: [] }));
      const newest = group.reduce((best, snapshot) => (instantOf(snapshot) > instantOf(best) ? snapshot : best));
      assert.is(keptOf(group, policy, now)[0], newest.id);
    }),
    { numRuns: 500 },
  );
});

calendar('forgets nothing more when one of its counts is raised', () => {
  fc.assert(
    fc.property(histories, policies, clocks, fc.constantFrom('last', ...PERIODS), (group, policy, now, which) => {
      const periods = policy.periods ?? {};
      const raised =
        which === 'last'
          ? { ...policy, last: (policy.last ?? 0) + 1 }
          : { ...policy, periods: { ...periods, [which]: (periods[which] ?? 0) + 1 } };
      const more = new Set(keptOf(group, raised, now));
      assert.equal(
        keptOf(group, policy, now).filter((id) => !more.has(id)),
        [],
      );
    }),
    { numRuns: 500 },
  );
});

calendar('forgets nothing more when one of its durations gets longer', () => {
  const parts = fc.constantFrom('years', 'months', 'days', 'hours');
  fc.assert(
    fc.property(histories, durations, clocks, parts, fc.option(fc.constantFrom(...PERIODS)), (group, duration, now, part, period) => {
      const policyOf = (reach: Duration): Policy => (period ? { periodsWithin: { [period]: reach } } : { within: reach });
      const more = new Set(keptOf(group, policyOf({ ...duration, [part]: duration[part] + 1 }), now));
      assert.equal(
        keptOf(group, policyOf(duration), now).filter((id) => !more.has(id)),
        [],
      );
    }),
    { numRuns: 500 },
  );
});

calendar('reaches back to before the time it starts from, however far', () => {
  fc.assert(
    fc.property(histories, durations, ([snapshot], duration) => {
      fc.pre(!isNothing(duration));
      assert.ok(before(snapshot!.time, duration) < instantOf(snapshot!));
    }),
  );
});

calendar('reads a duration back from its parts', () => {
  fc.assert(
    fc.property(durations, fc.shuffledSubarray(['years', 'months', 'days', 'hours'], { minLength: 4 }), (duration, order) => {
      const text = order.map((part) => `${duration[part as keyof Duration]}${part[0]}`).join('');
      assert.equal(parseDuration(text), { ...duration });
    }),
  );
});

calendar('keeps a snapshot each of 23 and 25 hours of the days on which clocks change', () => {
  for (const [first, hours] of [
    ['2026-03-28T23:30:00Z', 23],
    ['2026-10-24T22:30:00Z', 25],
  ] as const) {
    const start = Temporal.Instant.from(first);
    const group = Array.from({ length: hours }, (_, hour) => {
      const time = start.add({ hours: hour }).toZonedDateTimeISO('Europe/Berlin').toString({ timeZoneName: 'never' });
      return { id: time, time, tree: '0'.repeat(64), paths: ['/home'] };
    });
    const now = Date.parse('2027-01-01T00:00:00Z');
    assert.is(keptOf(group, { periods: { daily: 9 } }, now).length, 2, 'its newest, and the oldest while the count lasts');
    // The hour that comes twice has one name, as in restic.
    assert.is(keptOf(group, { periods: { hourly: 24 } }, now).length, hours === 23 ? 23 : 24);
  }
});

calendar.run();
