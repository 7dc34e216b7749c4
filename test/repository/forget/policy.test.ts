/** Which snapshots a policy keeps: what always holds, and the calendar. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { before, PERIODS, parseDuration, periodOf } from '../../../src/repository/forget/periods.ts';
import { decide, type Policy } from '../../../src/repository/forget/policy.ts';
import type { Snapshot } from '../../../src/repository/snapshots.ts';

const policy = suite('a retention policy');
const NOW = Date.parse('2026-11-22T12:00:00Z');

function snapshot(time: string, more: Partial<Snapshot> = {}): Snapshot {
  return { id: time, time, tree: '0'.repeat(64), paths: ['/home'], hostname: 'nas', ...more };
}

const zones = fc.constantFrom('Z', '+01:00', '-03:30', '+14:00', '-12:00', '+05:45');
const times = fc
  .tuple(fc.integer({ min: NOW - 4 * 365 * 86_400_000, max: NOW }), zones)
  .map(([instant, zone]) => `${new Date(instant).toISOString().slice(0, -1)}${zone}`);
const groups = fc.uniqueArray(times, { minLength: 1, maxLength: 40 }).map((all) => all.map((time) => snapshot(time)));
const counts = fc.record({
  last: fc.nat(5),
  periods: fc.record(Object.fromEntries(PERIODS.map((period) => [period, fc.nat(5)]))),
});
const isAny = ({ last = 0, periods = {} }: Policy) => last > 0 || Object.values(periods).some((count) => count > 0);

function keptOf(group: readonly Snapshot[], rules: Policy): string[] {
  return decide(group, rules, NOW + 86_400_000).keep.map(({ snapshot }) => snapshot.id);
}

function newestOf(group: readonly Snapshot[]): string {
  return group.toSorted((a, b) => Date.parse(b.time) - Date.parse(a.time) || (a.id < b.id ? 1 : -1))[0]!.id;
}

policy('never forgets the newest snapshot', () => {
  fc.assert(fc.property(groups, counts, (group, rules) => !isAny(rules) || keptOf(group, rules)[0] === newestOf(group)));
});

policy('that reaches back in time never forgets the newest snapshot either', () => {
  const durations = fc.constantFrom('1h', '1d', '7d12h', '2m', '1y6m').map(parseDuration);
  fc.assert(fc.property(groups, durations, (group, within) => keptOf(group, { within })[0] === newestOf(group)));
  fc.assert(fc.property(groups, durations, (group, daily) => keptOf(group, { periodsWithin: { daily } })[0] === newestOf(group)));
});

policy('removes nothing the second time', () => {
  fc.assert(
    fc.property(groups, counts, (group, rules) => {
      const kept = decide(group, rules, NOW).keep.map(({ snapshot }) => snapshot);
      return decide(kept, rules, NOW).remove.length === 0;
    }),
  );
});

policy('decides about every snapshot exactly once', () => {
  fc.assert(
    fc.property(groups, counts, (group, rules) => {
      const { keep, remove } = decide(group, rules, NOW);
      return new Set([...keep.map(({ snapshot }) => snapshot.id), ...remove.map(({ id }) => id)]).size === group.length;
    }),
  );
});

policy('goes by the days of the zone in which a snapshot was made', () => {
  const evening = snapshot('2026-03-01T23:30:00+01:00');
  const morning = snapshot('2026-03-02T00:30:00+01:00'); // the same day in UTC
  assert.equal(keptOf([evening, morning], { periods: { daily: 5 } }).length, 2);
  assert.equal(keptOf([snapshot('2026-03-01T00:10:00+01:00'), evening], { periods: { daily: 1 } }), [evening.id]);
});

policy('keeps both days when the clock changes between them', () => {
  const before = snapshot('2026-03-28T23:30:00+01:00');
  const after = snapshot('2026-03-29T03:30:00+02:00');
  assert.equal(keptOf([before, after], { periods: { daily: 2 } }).length, 2);
  // The hour that comes twice in autumn has one name in two zones.
  const first = snapshot('2026-10-25T02:30:00+02:00');
  const second = snapshot('2026-10-25T02:31:00+01:00');
  assert.is(periodOf('hourly', first.time), periodOf('hourly', second.time));
});

policy('counts weeks as ISO 8601 does', () => {
  assert.is(periodOf('weekly', '2024-12-30T00:00:00Z'), '2025-W1');
  assert.is(periodOf('weekly', '2021-01-03T23:59:59Z'), '2020-W53');
  assert.is(periodOf('weekly', '2020-12-27T12:00:00Z'), '2020-W52');
});

policy('reaches back by the calendar', () => {
  const text = (time: string, duration: string) => new Date(Number(before(time, parseDuration(duration)) / 1_000_000n)).toISOString();
  assert.is(text('2024-02-29T12:00:00Z', '1y'), '2023-03-01T12:00:00.000Z');
  assert.is(text('2026-03-31T12:00:00+02:00', '1m'), '2026-03-03T10:00:00.000Z');
  assert.is(text('2026-11-22T12:00:00Z', '1d12h'), '2026-11-21T00:00:00.000Z');
});

policy('keeps what has the tags it names, and more', () => {
  const plain = snapshot('2026-01-01T00:00:00Z');
  const tagged = snapshot('2026-01-02T00:00:00Z', { tags: ['taxes', 'keep'] });
  const last = snapshot('2026-01-03T00:00:00Z');
  const all = [plain, tagged, last];
  assert.equal(keptOf(all, { tags: [['taxes', 'keep']] }), [tagged.id]);
  assert.equal(keptOf(all, { tags: [['taxes', 'other']] }), []);
  assert.equal(keptOf(all, { tags: [['']] }), [last.id, plain.id]);
  assert.equal(keptOf(all, { tags: [['keep']], last: 1 }), [last.id, tagged.id]);
});

policy('does not let a snapshot of the future move its reach', () => {
  const future = snapshot('2036-01-01T00:00:00Z');
  const today = snapshot('2026-11-22T10:00:00Z');
  const old = snapshot('2026-11-01T10:00:00Z');
  const { keep, remove } = decide([future, today, old], { within: parseDuration('7d') }, NOW);
  assert.equal(
    keep.map(({ snapshot }) => snapshot.id),
    [future.id, today.id],
  );
  assert.equal(
    remove.map(({ id }) => id),
    [old.id],
  );
});

policy('tells the future from now to less than a millisecond', () => {
  const future = snapshot('2026-11-22T12:00:00.0005Z');
  const today = snapshot('2026-11-22T11:59:59Z');
  const earlier = snapshot('2026-11-22T10:59:59.0003Z');
  const { keep } = decide([future, today, earlier], { within: parseDuration('1h') }, NOW);
  assert.equal(
    keep.map(({ snapshot }) => snapshot.id),
    [future.id, today.id, earlier.id],
  );
});

policy('reads durations, and refuses what is none', () => {
  assert.equal(parseDuration('2y5m7d3h'), { years: 2, months: 5, days: 7, hours: 3 });
  for (const bad of ['', '7', 'd', '7d ', '-1d', '1w', '7days']) assert.throws(() => parseDuration(bad), /is no duration/);
});

policy.run();
