/** Who runs, who waits, who makes way. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PRIORITY, type PriorityName } from '../../../src/box/jobs/index.ts';
import { decide, type Running, rankOf, type Waiting } from '../../../src/box/jobs/schedule.ts';

const schedule = suite('the schedule of jobs');
const HOUR = 3_600_000;

function waiting(id: string, number: number, priority: PriorityName, ...drives: string[]): Waiting {
  return { id, number, rank: PRIORITY[priority], drives: new Set(drives), needsRepository: false };
}

function running(id: string, priority: PriorityName, yields: boolean, ...drives: string[]): Running {
  return { id, rank: PRIORITY[priority], drives: new Set(drives), yields, isStopping: false };
}

schedule('starts the more urgent first, then the older, one a drive', () => {
  const jobs = [waiting('young', 3, 'asked', 'a'), waiting('old', 2, 'asked', 'a'), waiting('urgent', 9, 'urgent', 'b')];
  const { start, waits } = decide(jobs, [], true);
  assert.equal(start, ['urgent', 'old']);
  assert.equal([...waits], [['young', 'drive']]);
});

schedule('keeps a drive free for the job that needs two', () => {
  const jobs = [waiting('both', 1, 'asked', 'a', 'b'), waiting('single', 2, 'asked', 'b')];
  assert.equal(decide(jobs, [running('now', 'asked', false, 'a')], true).start, []);
});

schedule('lets a job without drives run at once', () => {
  assert.equal(decide([waiting('light', 1, 'background')], [running('now', 'urgent', false, 'a')], true).start, ['light']);
});

schedule('stops a job that yields for a more urgent one only, and only when that clears the way', () => {
  const makeWay = (job: Waiting, ...now: Running[]) => decide([job], now, true).makeWay;
  assert.equal(makeWay(waiting('x', 1, 'asked', 'a'), running('check', 'background', true, 'a')), ['check']);
  assert.equal(makeWay(waiting('x', 1, 'background', 'a'), running('check', 'background', true, 'a')), []);
  assert.equal(makeWay(waiting('x', 1, 'asked', 'a'), running('backup', 'background', false, 'a')), []);
  const other = running('backup', 'asked', false, 'b');
  assert.equal(makeWay(waiting('x', 1, 'asked', 'a', 'b'), running('check', 'background', true, 'a'), other), []);
  assert.equal(makeWay(waiting('x', 1, 'asked', 'a', 'b'), running('check', 'background', true, 'a'), { ...other, isStopping: true }), [
    'check',
  ]);
});

schedule('does not stop a job for one that another goes before', () => {
  const jobs = [waiting('first', 1, 'urgent', 'a', 'b'), waiting('second', 2, 'asked', 'b')];
  const now = [running('stays', 'asked', false, 'a'), running('check', 'background', true, 'b')];
  assert.equal(decide(jobs, now, true).makeWay, []);
});

schedule('tells a job that needs the repository from one that waits for a drive, and lets others pass it', () => {
  const locked = { ...waiting('locked', 1, 'urgent', 'a'), needsRepository: true };
  const { start, waits } = decide([locked, waiting('free', 2, 'background', 'a')], [], false);
  assert.equal([start, [...waits]], [['free'], [['locked', 'repository']]]);
});

schedule('lets nothing wait for ever: after half a day a job goes before all but urgent ones, and makes way only for those', () => {
  assert.is(rankOf('background', 11 * HOUR), PRIORITY.background);
  const patient = rankOf('background', 12 * HOUR);
  assert.ok(patient > PRIORITY.asked && patient < PRIORITY.urgent);
  assert.is(rankOf('urgent', 12 * HOUR), PRIORITY.urgent);
});

schedule.run();
