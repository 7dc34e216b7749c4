import { execFileSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatTime, parseTime, ZERO_TIME } from '../../../src/repository/trees/go-time.ts';

process.env.TZ = 'America/New_York';
const times = suite('times in trees');
const SECOND = 1_000_000_000n;

function inZone(zone: string, ...instants: bigint[]): string[] {
  const script = path.join(import.meta.dirname, 'format-in-zone.ts');
  const env = { ...process.env, TZ: zone };
  return execFileSync(process.execPath, [script, ...instants.map(String)], { env, encoding: 'utf8' })
    .trim()
    .split('\n');
}

times('have no more fraction digits than they need', () => {
  const expected = ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000000001Z', '1970-01-01T00:00:00.12Z', '1969-12-31T23:59:59.999999999Z'];
  assert.equal(inZone('UTC', 0n, 1n, 120_000_000n, -1n), expected);
});

times('carry the offset the zone had then', () => {
  const [winter, summer] = [1_611_000_000n * SECOND, 1_625_000_000n * SECOND];
  assert.equal(inZone('America/New_York', winter, summer), ['2021-01-18T15:00:00-05:00', '2021-06-29T16:53:20-04:00']);
  assert.equal(inZone('Asia/Kolkata', winter), ['2021-01-19T01:30:00+05:30']);
  assert.equal(inZone('Europe/London', winter, summer), ['2021-01-18T20:00:00Z', '2021-06-29T21:53:20+01:00']);
});

times('change their offset at the very second the zone does', () => {
  const change = 1_636_264_800n * SECOND;
  assert.equal([formatTime(change - 1n), formatTime(change)], ['2021-11-07T01:59:59.999999999-04:00', '2021-11-07T01:00:00-05:00']);
  const railwayTime = -2_717_650_800n * SECOND;
  assert.equal([formatTime(railwayTime - SECOND), formatTime(railwayTime)], ['1883-11-18T12:03:57-04:56', '1883-11-18T12:00:00-05:00']);
});

times('stay within the years 0 to 9999', () => {
  const [lastSecond, leapDay] = [253_402_300_799n * SECOND, 253_407_398_400n * SECOND];
  const expected = ['9999-12-31T23:59:59Z', '9999-01-01T00:00:00Z', '9999-03-01T00:00:00Z', '0000-12-31T23:59:59Z', '0000-01-01T00:00:00Z'];
  assert.equal(inZone('UTC', lastSecond, lastSecond + SECOND, leapDay, -62_167_219_201n * SECOND, -62_167_219_200n * SECOND), expected);
  for (const far of [10n ** 40n + 7n, -(10n ** 40n) + 7n]) assert.match(formatTime(far), /^(0000|9999)-.*\.000000007-0[45]:\d\d$/);
});

times('are parsed with any offset', () => {
  assert.is(parseTime(ZERO_TIME), -62_135_596_800n * SECOND);
  assert.is(parseTime('2021-06-29T16:53:20.5-04:00'), 1_625_000_000n * SECOND + 500_000_000n);
  assert.is(parseTime('1970-01-01T05:30:00.0000000019+05:30'), 1n);
  assert.is(parseTime('2024-02-29T00:00:00Z'), 1_709_164_800n * SECOND);
});

times('that are none are told apart', () => {
  const broken = [
    '',
    '2021-06-29',
    '2021-06-29 16:53:20Z',
    '2021-13-01T00:00:00Z',
    '2021-00-01T00:00:00Z',
    '2021-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
  ];
  const more = [
    '2021-04-31T00:00:00Z',
    '2021-01-01T24:00:00Z',
    '2021-01-01T00:60:00Z',
    '2021-01-01T00:00:60Z',
    '2021-01-01T00:00:00+24:00',
    '2021-01-01T00:00:00.Z',
  ];
  for (const text of [...broken, ...more, '12021-01-01T00:00:00Z']) assert.is(parseTime(text), undefined, text);
});

times('come back exactly', () => {
  const years = fc.bigInt({ min: -2_600_000_000n * SECOND, max: 253_402_200_000n * SECOND });
  fc.assert(
    fc.property(years, (ns) => parseTime(formatTime(ns)) === ns),
    { numRuns: 2000 },
  );
  for (const edge of [2n ** 63n, 2n ** 63n - 1n, -(2n ** 53n)]) {
    for (let ns = edge - 3n; ns < edge + 3n; ns++) assert.is(parseTime(formatTime(ns)), ns);
  }
});

times('agree with the calendar of Date on every day', () => {
  for (let day = -25_000; day < 200_000; day += 1) {
    const [text] = [new Date(day * 86_400_000).toISOString().replace('.000', '')];
    assert.is(parseTime(text), BigInt(day) * 86_400n * SECOND);
    assert.is(new Date(formatTime(BigInt(day) * 86_400n * SECOND)).getTime(), day * 86_400_000);
  }
});

times.run();
