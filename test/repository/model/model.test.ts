/**
 * Random histories of a repository against a model in memory: whatever is done to it, and wherever that breaks off, it holds what it should.
 *
 * On failure the seed and the shortest sequence of steps found are printed; HOLDFAST_SEED repeats a run.
 */
// deadline: 240 s
import { rmSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addKey } from '../../../src/repository/index.ts';
import { times } from '../../long.ts';
import { restic } from '../../peers/restic.ts';
import { temporaryFolder } from '../../peers/temporary-folder.ts';
import { repositorySteps } from './repository-steps.ts';
import { sourceSteps } from './source-steps.ts';
import { type Model, newWorld, type World } from './world.ts';

/** Histories in each lane; side by side, as the steps mostly wait for locks. */
const RUNS = times(3, 100);
const SIDE_BY_SIDE = 4;
const MOST_STEPS = 40;
/** A failure is told in time, with the shortest sequence found until then. */
const MOST_MS = RUNS * 20_000;

const modelled = suite('a repository');
const scratch = temporaryFolder('model');
const seed = process.env.HOLDFAST_SEED === undefined ? undefined : Number(process.env.HOLDFAST_SEED);

modelled('holds what the model says after every step of any history, and restic agrees', async () => {
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, lane) => runHistories(lane)));
});

async function runHistories(lane: number): Promise<void> {
  let histories = 0;
  const steps = fc.commands([repositorySteps, repositorySteps, sourceSteps], { maxCommands: MOST_STEPS, size: 'max' });
  const property = fc.asyncProperty(steps, async (history) => {
    const folder = path.join(scratch, `${lane} ${histories++}`);
    try {
      const { model, real } = await newWorld(folder);
      await fc.asyncModelRun(() => ({ model, real }), history);
      if (histories === RUNS) await isJudgedWhole(model, real);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  const own = seed === undefined ? {} : { seed: seed + lane };
  await fc.assert(property, { numRuns: RUNS, plugins: [fc.interruptAfterTimeLimit(MOST_MS)], includeErrorInReport: true, ...own });
}

async function isJudgedWhole(model: Model, { repository }: World): Promise<void> {
  const password = model.keys[0]?.password ?? 'of the judge';
  if (model.keys.length === 0) await addKey(repository, password);
  const theirs = restic(repository.store.location, password);
  assert.is(await theirs.check(), '');
  assert.equal((await theirs.snapshots()).map(({ id }) => id).sort(), model.snapshots.map(({ id }) => id).sort());
}

modelled.run();
