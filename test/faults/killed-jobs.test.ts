// deadline: 600 s
/**
 * kill -9 of the box during each kind of job: at the next start the job goes on by itself or is interrupted and goes on when asked,
 * ends well, and nothing that was told is lost.
 */
import './weak-passwords.ts';

import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Job } from '../../src/box/jobs/index.ts';
import { listSnapshots, openRepository, openStore } from '../../src/repository/index.ts';
import { seededRandom, times, trial } from '../long.ts';
import { restic } from '../peers/restic.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { problemsOf } from '../repository/sample-repository.ts';
import type { JobsErrand } from './jobs-program.ts';
import * as trials from './trial-repository.ts';
import { RESTIC_PASSWORD, type Trial } from './trial-repository.ts';

const KILLS = times(1, 12);
/** From just after the job is told to beyond its usual end. */
const LATEST_MS = 1_800;

const killed = suite('a box that is killed during a job');
const scratch = temporaryFolder('killed-jobs');
const template = trials.makeTrial(path.join(scratch, 'template'), 20_000_000);

interface Kind {
  prepare(trial: Trial): Promise<Trial>;
  order(trial: Trial, place: string): unknown;
  /** Throws unless the job has done what it is for. */
  assertDone(trial: Trial, place: string, result: Record<string, unknown>): Promise<void>;
  /** What it is right after the next start, when it was cut off. */
  readonly next: readonly Job['state'][];
}

const asItIs = async (trial: Trial) => trial;

const KINDS: Record<string, Kind> = {
  backup: {
    prepare: asItIs,
    order: ({ source }) => ({ folder: source }),
    async assertDone({ repository, source }, place, { snapshotId, partial }) {
      const snapshot = (await listSnapshots(repository)).find(({ id }) => id === snapshotId);
      assert.equal([snapshot?.paths, partial], [[source], false]);
      await restic(repository.store.location, RESTIC_PASSWORD).restore(String(snapshotId), path.join(place, 'by-restic'));
      assert.is(trials.differences(source, path.join(place, 'by-restic', source)).length, 0);
    },
    next: ['queued', 'running'],
  },
  restore: {
    prepare: asItIs,
    order: ({ ids }, place) => ({ snapshot: ids.at(-1), paths: [''], target: path.join(place, 'target') }),
    async assertDone({ before }, place, { partial }) {
      assert.is(partial, false);
      assert.is(trials.differences(before, path.join(place, 'target')).length, 0);
    },
    next: ['interrupted'],
  },
  check: {
    prepare: asItIs,
    order: () => ({ readData: 'all' }),
    async assertDone(_trial, _place, { whole, packs, packsRead }) {
      assert.equal([whole, packsRead], [true, packs]);
    },
    next: ['queued', 'running'],
  },
  prune: {
    prepare: (trial) => trials.prepare('prune', trial),
    order: () => ({}),
    async assertDone(_trial, _place, { packsUnlisted }) {
      assert.type(packsUnlisted, 'number');
    },
    next: ['queued', 'running'],
  },
  copy: {
    prepare: asItIs,
    order: (_trial, place) => ({ target: path.join(place, 'drive') }),
    async assertDone({ ids }, place, { snapshotsCopied, snapshotsThere }) {
      assert.is(Number(snapshotsCopied) + Number(snapshotsThere), ids.length);
      const copy = await openRepository(openStore(path.join(place, 'drive')), RESTIC_PASSWORD);
      assert.is((await listSnapshots(copy)).length, ids.length);
      assert.equal((await problemsOf(copy, false)).problems, []);
    },
    next: ['queued', 'running'],
  },
};

/** Starts the box; `told` grows while it runs. */
function start(errand: JobsErrand): { child: ChildProcess; told: AsyncIterable<Job>; died: Promise<NodeJS.Signals | null> } {
  const child = fork(path.join(import.meta.dirname, 'jobs-program.ts'), {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(scratch, 'compiled') },
  });
  const died = new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_code, signal) => resolve(signal)));
  const lines = createInterface({ input: child.stdout! });
  child.send(errand);
  const told = (async function* () {
    for await (const line of lines) yield JSON.parse(line) as Job;
  })();
  return { child, told, died };
}

async function kill(name: string, number: number, afterMs: number): Promise<void> {
  const kind = KINDS[name]!;
  const place = path.join(scratch, `${name}-${number}`);
  const tried = await kind.prepare(trials.copyOf(await template, place));
  const state = path.join(place, 'state');
  for (const folder of [state, path.join(place, 'drive')]) mkdirSync(folder);
  const errand = { state, repository: tried.repository.handOver() };

  const first = start({ ...errand, submit: { kind: name, order: kind.order(tried, place) } });
  const before: Job[] = [];
  for await (const job of first.told) {
    if (before.push(job) === 1) setTimeout(() => first.child.kill('SIGKILL'), afterMs);
  }
  await first.died;
  await trials.assertUnharmed(tried);

  const second = start(errand);
  const after: Job[] = [];
  for await (const job of second.told) after.push(job);
  assert.is(await second.died, null);
  const [atStart, atEnd] = [after[0]!, after.at(-1)!];
  assert.equal([atStart.id, atStart.requestedBy], [before[0]!.id, 'anna'], 'a job that was told is lost');
  if (before.at(-1)!.state === 'done') assert.equal(atStart, before.at(-1));
  else if (atStart.state !== 'done') assert.ok(kind.next.includes(atStart.state), atStart.state);
  assert.equal([atEnd.state, atEnd.failure], ['done', null]);
  await trials.assertUnharmed(tried);
  await kind.assertDone(tried, place, atEnd.result!);
}

for (const name of Object.keys(KINDS)) {
  killed(`has lost nothing of a ${name}, and ends it`, async () => {
    const random = seededRandom(name);
    for (let number = 0; number < KILLS; number++) {
      const afterMs = random(LATEST_MS);
      await trial(`${name}, killed after ${afterMs} ms`, () => kill(name, number, afterMs));
    }
  });
}

killed.run();
