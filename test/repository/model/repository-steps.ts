/** Steps with the repository: its operations, whole and broken off, and what people do beside them. */
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { addKey, openRepository, prune, Repository, removeKey, removeLocks, restore } from '../../../src/repository/index.ts';
import { loadSnapshot } from '../../../src/repository/snapshots.ts';
import { folderStore } from '../../../src/repository/stores/folder.ts';
import { writeFile } from '../../../src/repository/stores/store.ts';
import { seededBytes } from '../../kernels/seeded.ts';
import { never, problemsOf, reopened } from '../sample-repository.ts';
import { faultOf, listAll } from '../store-contract.ts';
import { Copying } from './copying.ts';
import { stateOnDisk } from './folder-state.ts';
import { type Break, breaking, leaveHalfWritten } from './interruption.ts';
import { type Operation, operations, type Plan, picked } from './operations.ts';
import { type Model, NO_CHANGE, settle, type World } from './world.ts';

type Step = fc.AsyncCommand<Model, World>;

/** A step of few words. */
function step(
  name: string,
  run: (model: Model, real: World) => Promise<void>,
  check: (model: Readonly<Model>) => boolean = () => true,
): Step {
  return { check, run, toString: () => name };
}

function whole(operation: Operation): Step {
  return step(String(operation), async (model, real) => {
    const plan = operation.plan(model, real);
    assert.is(await faultOf(plan.work(real.repository, never)), plan.refusal ?? 'no fault');
    await settle(model, real, plan.change);
    assert.equal(await listAll(real.repository.store, 'locks'), new Map());
  });
}

function brokenOff(operation: Operation, where: Break): Step {
  return step(`${operation}, ${where.how} at ${where.at}`, async (model, real) => {
    const plan = operation.plan(model, real);
    const { config, master, keyId, store } = real.repository;
    const broken = breaking(where, folderStore(store.location));
    const isWhole = await isDone(plan, new Repository({ store: broken.store, config, master, keyId }), broken.signal);
    if (where.how !== 'cancelled') await removeLocks(reopened(real.repository), { all: true });
    assert.equal(await listAll(store, 'locks'), new Map());
    await settle(model, real, plan.change, isWhole);
  });
}

/** Whether it came to its end: a refusal is an end too. */
async function isDone({ work, refusal }: Plan, repository: Repository, signal: AbortSignal): Promise<boolean> {
  try {
    await work(repository, signal);
  } catch (error) {
    return refusal !== undefined && (error as { code?: unknown }).code === refusal;
  }
  assert.is(refusal, undefined, 'it must be refused');
  return true;
}

function restoring(pick: number, verify: boolean): Step {
  const run = async (model: Model, real: World) => {
    const [snapshot] = picked(model, [pick]);
    const target = real.newPlace();
    const { problems } = await restore(real.repository, {
      snapshot: await loadSnapshot(real.repository, snapshot!.id),
      target,
      verify,
      signal: never,
      noLock: true,
      workers: 1,
    });
    assert.is(problems, 0);
    assert.equal([...stateOnDisk(target)], [...snapshot!.content]);
  };
  return step(`restore ${pick}${verify ? ' and verify' : ''}`, run, ({ snapshots }) => snapshots.length > 0);
}

/** With nothing that may stay unused, nothing stays unused, and there is nothing left to do. */
const pruningAll = step('prune all, and again', async (model, real) => {
  await prune(real.repository, { signal: never, maxUnusedShare: 0 });
  const { packsRemoved, packsRepacked, packsUnlisted, bytesUnused } = await prune(real.repository, {
    signal: never,
    maxUnusedShare: 0,
    dryRun: true,
  });
  assert.equal([packsRemoved, packsRepacked, packsUnlisted, bytesUnused], [0, 0, 0, 0]);
  await settle(model, real, NO_CHANGE);
});

const checkingData = step('check the data', async (_model, real) => {
  assert.equal((await problemsOf(real.repository)).problems, []);
});

const reopening = step('open it anew', async (_model, real) => {
  real.repository = reopened(real.repository);
});

function littering(seed: number): Step {
  return step(`leave what a killed writer leaves (${seed})`, async (model, real) => {
    leaveHalfWritten(real.repository.store, (['data', 'index', 'snapshots'] as const)[seed % 3]!);
    await writeFile(real.repository.store, 'data', seededBytes(seed, 32).toString('hex'), seededBytes(seed, 1000));
    await settle(model, real, NO_CHANGE);
  });
}

const PASSWORD = 'correct horse';

/** A key takes half a second to make and to use, so there are few. */
const addingKey = step(
  'add a key, and open with it',
  async (model, real) => {
    const { id } = await addKey(real.repository, PASSWORD);
    model.keys = [...model.keys, { id, password: PASSWORD }];
    await settle(model, real, NO_CHANGE);
    if (model.keys.length === 1) real.repository = await openRepository(folderStore(real.repository.store.location), PASSWORD);
  },
  ({ keys }) => keys.length < 2,
);

const removingKey = step(
  'remove a key',
  async (model, real) => {
    const { id } = model.keys.at(-1)!;
    const mustStay = id === real.repository.keyId || model.keys.length === 1;
    assert.is(await faultOf(removeKey(real.repository, id)), mustStay ? 'repository.key.last' : 'no fault');
    if (!mustStay) model.keys = model.keys.slice(0, -1);
    await settle(model, real, NO_CHANGE);
  },
  ({ keys }) => keys.length > 0,
);

/** The first few calls, and the first change, are about the lock; most operations here make some twenty calls and five changes. */
const breaks: fc.Arbitrary<Break> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ how: fc.constant('cancelled' as const), at: fc.integer({ min: 1, max: 26 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      how: fc.constantFrom('power lost before' as const, 'power lost after' as const),
      at: fc.constantFrom(1, 2, 2, 3, 3, 4, 5),
    }),
  },
);

export const repositorySteps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: operations.map(whole) },
  {
    weight: 8,
    arbitrary: fc.tuple(operations, breaks).map(([operation, where]) => brokenOff(operation, where)),
  },
  { weight: 2, arbitrary: fc.tuple(fc.nat(7), fc.boolean()).map(([pick, verify]) => restoring(pick, verify)) },
  { weight: 1, arbitrary: fc.nat(99).map(littering) },
  { weight: 1, arbitrary: fc.constant(pruningAll) },
  { weight: 1, arbitrary: fc.constantFrom('packs' as const, 'blobs' as const, 'recut' as const).map((way) => new Copying(way)) },
  { weight: 1, arbitrary: fc.constantFrom(checkingData, reopening, addingKey, removingKey) },
);
