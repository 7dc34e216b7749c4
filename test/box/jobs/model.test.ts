/**
 * Jobs against a model: whatever people and crashes do in whatever order, each job is in the state that follows, no two work on one
 * drive, nobody waits without need, the catalog says what was told, and in the end everything can be done.
 */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../../src/base/index.ts';
import { PRIORITY } from '../../../src/box/jobs/index.ts';
import { decide } from '../../../src/box/jobs/schedule.ts';
import { seed, times } from '../../long.ts';
import { freshFolder, type Piece, TestBox } from './catalog-for-jobs.ts';

const model = suite('jobs, against a model,');

type State = 'ready' | 'paused' | 'interrupted' | 'done' | 'failed' | 'cancelled';
type Kind = 'asks' | 'resumes' | 'yields';

/** 'ready' is queued or running: which, the schedule decides. */
interface Expected extends Piece {
  readonly id: string;
  readonly kind: Kind;
  state: State;
}

interface Act {
  readonly do: 'cancel' | 'pause' | 'resume' | 'finish' | 'fail';
  readonly which: number;
}

type Step = { readonly do: 'submit'; readonly kind: Kind; readonly places: readonly string[] } | Act | { readonly do: 'crash' | 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('submit' as const),
      kind: fc.constantFrom<Kind>('asks', 'resumes', 'yields'),
      places: fc.subarray(['sda', 'sdb', 'sdc']),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom<Act['do'][]>('cancel', 'pause', 'resume', 'finish', 'fail'), which: fc.nat(30) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('crash', 'restart') }) },
);

class Trial {
  box: TestBox;
  readonly folder: string;
  readonly expected: Expected[] = [];

  constructor(box: TestBox, folder: string) {
    this.box = box;
    this.folder = folder;
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'submit') return await this.#submit(step);
    if (step.do === 'crash' || step.do === 'restart') return await this.#goDown(step.do);
    const job = this.expected[(step as Act).which % Math.max(1, this.expected.length)];
    if (job) await this.#act((step as Act).do, job);
  }

  async #submit({ kind, places }: Step & { do: 'submit' }): Promise<void> {
    const name = String(this.expected.length);
    const { id } = await this.box.submit(kind, name, ...places);
    this.expected.push({ id, kind, name, places, state: 'ready' });
  }

  async #goDown(how: 'crash' | 'restart'): Promise<void> {
    for (const job of this.expected)
      if (job.kind === 'asks' && (await this.box.jobs.get(job.id)).state === 'running') job.state = 'interrupted';
    if (how === 'restart') await this.box[Symbol.asyncDispose]();
    this.box = how === 'crash' ? await this.box.crash() : await TestBox.in(this.folder);
  }

  async #act(action: Act['do'], job: Expected): Promise<void> {
    const isEnded = ['done', 'failed', 'cancelled'].includes(job.state);
    if (action === 'finish' || action === 'fail') {
      if ((await this.box.jobs.get(job.id)).state !== 'running') return;
      const begun = await this.box.began(job.name);
      if (action === 'finish') begun.finish();
      else begun.fail(new Error('by the test'));
      await this.box.until(job.id, 'done', 'failed');
      job.state = action === 'finish' ? 'done' : 'failed';
      return;
    }
    const isRefused = action === 'resume' ? job.state === 'done' : isEnded;
    const answer = await this.box.jobs[action](job.id).catch((error: unknown) => error);
    assert.is(isFault(answer, 'job.ended'), isRefused, `${action} of ${job.state}: ${JSON.stringify(answer)}`);
    if (!isRefused) job.state = action === 'resume' ? 'ready' : action === 'pause' ? 'paused' : 'cancelled';
  }

  /** Until all that was asked to stop has stopped, and all that may run is in the hands of its kind. */
  async settle(): Promise<void> {
    const isAtWork = (id: string, name: string) => {
      const job = this.box.jobs.active.find((each) => each.id === id)!;
      const begun = this.box.begun.findLast(({ order }) => order.name === name);
      return job.stopping === null && begun !== undefined && !begun.work.signal.aborted;
    };
    const isSettled = () => this.box.jobs.active.every(({ id, state, subject }) => state !== 'running' || isAtWork(id, subject.name!));
    do await new Promise((resolve) => setImmediate(resolve));
    while (!isSettled());
  }

  async assertSound(): Promise<void> {
    const { jobs, catalog } = this.box;
    const active = jobs.active;
    for (const { id, state } of this.expected) {
      const told = await jobs.get(id);
      const seen = told.state === 'queued' || told.state === 'running' ? 'ready' : told.state;
      assert.is(seen, state);
      const row = await catalog.get<{ state: string; attempts: number }>('SELECT state, attempts FROM jobs WHERE id = ?', id);
      assert.equal({ ...row }, { state: told.state, attempts: told.attempts });
      assert.is(
        active.some((job) => job.id === id),
        ['ready', 'paused', 'interrupted'].includes(state),
      );
    }
    const of = (wanted: string) => active.filter((job) => job.state === wanted);
    const drivesOf = (id: string) => new Set(this.expected.find((job) => job.id === id)!.places);
    const busy = of('running').flatMap(({ id }) => [...drivesOf(id)]);
    assert.is(new Set(busy).size, busy.length, 'two jobs on one drive');
    const waiting = of('queued').map(({ id, priority, subject }) => ({ id, priority, number: Number(subject.name) }));
    const { start, makeWay } = decide(
      waiting.map(({ id, number, priority }) => ({ id, number, rank: PRIORITY[priority], drives: drivesOf(id), needsRepository: false })),
      of('running').map(({ id, kind, priority }) => ({
        id,
        rank: PRIORITY[priority],
        drives: drivesOf(id),
        yields: kind === 'yields',
        isStopping: false,
      })),
      false,
    );
    assert.equal([start, makeWay], [[], []], 'somebody waits without need');
  }

  async doEverything(): Promise<void> {
    for (const job of this.expected) if (job.state !== 'done') await this.#act('resume', job);
    while (this.expected.some(({ state }) => state !== 'done')) {
      await this.settle();
      const running = this.expected.find(({ id }) => this.box.jobs.active.some((job) => job.id === id && job.state === 'running'));
      assert.ok(running, 'nothing runs, and not everything is done');
      await this.#act('finish', running!);
    }
    assert.equal(this.box.jobs.active, []);
  }
}

model('hold whatever is done to them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const folder = freshFolder();
      const trial = new Trial(await TestBox.in(folder), folder);
      try {
        for (const each of steps) {
          await trial.take(each);
          await trial.settle();
          await trial.assertSound();
        }
        await trial.doEverything();
      } finally {
        await trial.box[Symbol.asyncDispose]();
      }
    }),
    { numRuns: times(30, 600), seed, includeErrorInReport: true },
  );
});

model.run();
