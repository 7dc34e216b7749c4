/** Rate and time left: unknown until they are known. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Estimate, type Progress } from '../../src/base/index.ts';

const estimate = suite('the estimate of a backup');

const MB = 1_000_000;

function at(bytesDone: number, bytesTotal?: number): Progress {
  return { phase: 'backing up', filesDone: 0, filesTotal: bytesTotal === undefined ? undefined : 1, bytesDone, bytesTotal, errors: 0 };
}

estimate('knows no rate in the first second', () => {
  assert.equal(new Estimate(0).add(at(5 * MB, 100 * MB), 500), { bytesPerSecond: null, filesPerSecond: null, secondsLeft: null });
});

estimate('knows no time left while the total is unknown', () => {
  const { bytesPerSecond, secondsLeft } = new Estimate(0).add(at(50 * MB), 5_000);
  assert.is(Math.round(bytesPerSecond! / MB), 10);
  assert.is(secondsLeft, null);
});

estimate('measures until 5 % are done, or two minutes have gone by', () => {
  const slow = new Estimate(0);
  assert.is(slow.add(at(1 * MB, 1_000 * MB), 2_000).secondsLeft, null);
  assert.is(slow.add(at(40 * MB, 1_000 * MB), 119_000).secondsLeft, null);
  assert.ok(slow.add(at(41 * MB, 1_000 * MB), 120_000).secondsLeft! > 0);
  const quick = new Estimate(0);
  assert.is(quick.add(at(40 * MB, 1_000 * MB), 1_000).secondsLeft, null);
  assert.ok(quick.add(at(60 * MB, 1_000 * MB), 2_000).secondsLeft! > 0);
});

estimate('tells the files a second, for work that has no bytes', () => {
  const files = new Estimate(0);
  const { filesPerSecond, secondsLeft } = files.add(
    { phase: 'checking', filesDone: 30, filesTotal: 90, bytesDone: 0, bytesTotal: 0, errors: 0 },
    3_000,
  );
  assert.is(Math.round(filesPerSecond!), 10);
  assert.is(Math.round(secondsLeft!), 6);
});

estimate('comes close when the rate is steady', () => {
  const steady = new Estimate(0);
  let last = steady.add(at(0, 1_000 * MB), 0);
  for (let second = 1; second <= 50; second++) last = steady.add(at(second * 10 * MB, 1_000 * MB), second * 1_000);
  assert.ok(Math.abs(last.secondsLeft! - 50) < 1, `${last.secondsLeft}`);
});

estimate('does not jump when one stretch is slow', () => {
  const shaky = new Estimate(0);
  for (let second = 1; second <= 20; second++) shaky.add(at(second * 10 * MB, 1_000 * MB), second * 1_000);
  const before = shaky.add(at(200 * MB, 1_000 * MB), 20_200).secondsLeft!;
  const after = shaky.add(at(200 * MB, 1_000 * MB), 21_000).secondsLeft!;
  assert.ok(after < before * 1.3, `${before} -> ${after}`);
});

estimate('is never negative, also when more comes than was counted', () => {
  const grown = new Estimate(0);
  grown.add(at(90 * MB, 100 * MB), 2_000);
  assert.is(grown.add(at(150 * MB, 100 * MB), 3_000).secondsLeft, 0);
});

estimate.run();
