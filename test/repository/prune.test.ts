/** Prune: what nobody needs goes, what a snapshot needs never does, whatever happens meanwhile. */
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadIndex, saveIndex } from '../../src/repository/index/files.ts';
import { listSnapshots, prune, type Repository } from '../../src/repository/index.ts';
import { planPrune } from '../../src/repository/prune/plan.ts';
import type { PackSurvey } from '../../src/repository/prune/survey.ts';
import { type Store, writeFile } from '../../src/repository/stores/store.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { leftovers, never, plant, problemsOf, reopened, sampleRepository, save } from './sample-repository.ts';
import { faultOf, listAll } from './store-contract.ts';

const pruning = suite('a prune');
const scratch = temporaryFolder('prune');
let number = 0;

/** Three snapshots of a folder whose files change, so that packs hold needed and not needed blobs side by side. */
async function changedRepository(): Promise<{ repository: Repository; source: string; ids: string[] }> {
  const repository = await sampleRepository(path.join(scratch, `repository-${++number}`));
  const source = path.join(scratch, `source-${number}`);
  const ids: string[] = [];
  for (const version of [1, 2, 3]) {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, file) => [
        `folder-${file % 3}/file-${file}`,
        seededBytes(file % 4 === 0 ? version * 100 + file : file, 300_000),
      ]),
    );
    plant(source, files);
    ids.push((await save(repository, source)).snapshot!.id);
  }
  return { repository, source, ids };
}

async function forgetOnly(repository: Repository, ...ids: string[]): Promise<void> {
  for (const id of ids) await repository.store.remove('snapshots', id);
}

async function bytesIn(repository: Repository): Promise<number> {
  return (await listAll(repository.store, 'data')).values().reduce((sum, size) => sum + size, 0);
}

async function isWhole(repository: Repository): Promise<void> {
  const { problems, hints } = await problemsOf(repository);
  assert.equal([problems, hints], [[], []]);
}

pruning('of a repository where everything is needed changes nothing', async () => {
  const { repository } = await changedRepository();
  const before = await listAll(repository.store, 'data');
  const result = await prune(repository, { signal: never });
  assert.equal([result.packsRemoved, result.packsRepacked, result.bytesFreed], [0, 0, 0]);
  assert.equal(await listAll(repository.store, 'data'), before);
});

pruning('frees what forgotten snapshots alone needed', async () => {
  const { repository, ids } = await changedRepository();
  await forgetOnly(repository, ids[0]!, ids[1]!);
  const before = await bytesIn(repository);
  const result = await prune(repository, { signal: never, maxUnusedShare: 0 });
  assert.ok(result.packsRepacked > 0);
  assert.ok(result.bytesFreed > 1_700_000, `${result.bytesFreed}`); // two versions of three files
  assert.ok(
    Math.abs(before - (await bytesIn(repository)) - result.bytesFreed) < 5_000,
    'the figure is what the store lost, but for headers',
  );
  await isWhole(repository);
  const again = await prune(repository, { signal: never, maxUnusedShare: 0 });
  assert.equal([again.packsRemoved, again.packsRepacked, again.bytesFreed], [0, 0, 0]);
});

pruning('leaves what is allowed to stay unused', async () => {
  const { repository, ids } = await changedRepository();
  await forgetOnly(repository, ids[0]!);
  const result = await prune(repository, { signal: never, maxUnusedBytes: Number.POSITIVE_INFINITY });
  assert.ok(result.bytesUnused > 800_000);
  await isWhole(repository);
});

pruning('only says what it would do in a dry run, and comes to the same', async () => {
  const { repository, ids } = await changedRepository();
  await forgetOnly(repository, ids[0]!);
  const before = await listAll(repository.store, 'data');
  const expected = await prune(repository, { signal: never, dryRun: true, maxUnusedShare: 0 });
  assert.equal(await listAll(repository.store, 'data'), before);
  const result = await prune(repository, { signal: never, maxUnusedShare: 0 });
  assert.is(expected.packsRepacked, result.packsRepacked);
  assert.ok(Math.abs(expected.bytesFreed - result.bytesFreed) < 5_000);
});

pruning('removes everything when no snapshot is left', async () => {
  const { repository, ids } = await changedRepository();
  await forgetOnly(repository, ...ids);
  await prune(repository, { signal: never });
  assert.is((await listAll(repository.store, 'data')).size, 0);
  assert.is((await listAll(repository.store, 'index')).size, 0);
});

pruning('removes packs that no index names, and what cut-off writes left', async () => {
  const { repository } = await changedRepository();
  await writeFile(repository.store, 'data', 'ab'.repeat(32), seededBytes(1, 1000));
  writeFileSync(path.join(repository.store.location, 'data', 'tmp-0123456789abcdef'), 'half a pack');
  writeFileSync(path.join(repository.store.location, 'data/ab', `${'ab'.repeat(32)}-tmp-123`), "restic's half a pack");
  const result = await prune(repository, { signal: never });
  assert.is(result.packsUnlisted, 1);
  assert.is(result.bytesFreed, 1000 + 11 + 20);
  assert.equal(leftovers(repository), []);
  await isWhole(repository);
});

pruning('keeps one of two copies of a blob', async () => {
  const { repository, source } = await changedRepository();
  const lists = await listAll(repository.store, 'index');
  // Two programs that back up the same at once store it twice: the second one did not know the first one's index.
  const hidden = new Map<string, Buffer>();
  for (const name of lists.keys()) hidden.set(name, await repository.store.read('index', name));
  for (const name of lists.keys()) await repository.store.remove('index', name);
  await save(reopened(repository), source, { parent: 'none' });
  for (const [name, bytes] of hidden) await writeFile(repository.store, 'index', name, bytes);
  const before = await bytesIn(repository);
  const result = await prune(repository, { signal: never, maxUnusedShare: 0 });
  assert.ok(result.bytesFreed > 3_000_000, `${result.bytesFreed} of ${before}`);
  await isWhole(repository);
});

pruning('refuses before it changes anything when a needed pack is missing or cut off', async () => {
  for (const harm of [(file: string) => rmSync(file), (file: string) => truncateSync(file, 1000)]) {
    const { repository, ids } = await changedRepository();
    await forgetOnly(repository, ids[0]!);
    const [pack] = [...(await listAll(repository.store, 'data'))].toSorted(([, a], [, b]) => b - a)[0]!;
    harm(path.join(repository.store.location, 'data', pack.slice(0, 2), pack));
    const before = readdirSync(repository.store.location, { recursive: true }).sort();
    assert.is(await faultOf(prune(reopened(repository), { signal: never })), 'repository.damaged');
    assert.equal(readdirSync(repository.store.location, { recursive: true }).sort(), before);
  }
});

pruning('refuses when a snapshot or an index file cannot be read', async () => {
  for (const kind of ['snapshots', 'index'] as const) {
    const { repository } = await changedRepository();
    const [name] = [...(await listAll(repository.store, kind)).keys()];
    const file = path.join(repository.store.location, kind, name!);
    const bytes = readFileSync(file);
    bytes[40]! ^= 1;
    rmSync(file);
    writeFileSync(file, bytes);
    const before = await listAll(repository.store, 'data');
    assert.is(await faultOf(prune(reopened(repository), { signal: never })), 'repository.damaged');
    assert.equal(await listAll(repository.store, 'data'), before);
  }
});

pruning('does not lose a blob that is damaged in a pack to be repacked: it says so and removes nothing', async () => {
  const { repository, ids } = await changedRepository();
  await forgetOnly(repository, ids[0]!, ids[1]!);
  for (const [pack] of await listAll(repository.store, 'data')) {
    const file = path.join(repository.store.location, 'data', pack.slice(0, 2), pack);
    const bytes = readFileSync(file);
    for (let at = 50; at < bytes.length - 400; at += 20_000) bytes[at]! ^= 1;
    rmSync(file);
    writeFileSync(file, bytes);
  }
  const before = await listAll(repository.store, 'data');
  const fault = await faultOf(prune(reopened(repository), { signal: never, maxUnusedShare: 0 }));
  assert.is(fault, 'repository.damaged');
  const after = await listAll(repository.store, 'data');
  for (const pack of before.keys()) assert.ok(after.has(pack));
});

pruning('cancelled at any step leaves a whole repository, and the next one finishes', async () => {
  for (let step = 1; ; step++) {
    const { repository, ids } = await changedRepository();
    await forgetOnly(repository, ids[0]!, ids[1]!);
    const cancelled = new AbortController();
    let calls = 0;
    const counting = counted(repository.store, () => {
      if (++calls === step * 8) cancelled.abort();
    });
    const fault = await faultOf(
      prune(new (repository.constructor as typeof Repository)({ ...repository, store: counting, keyId: '' }), {
        signal: cancelled.signal,
        maxUnusedShare: 0,
      }),
    );
    assert.equal((await problemsOf(repository)).problems, []);
    await prune(reopened(repository), { signal: never, maxUnusedShare: 0 });
    await isWhole(repository);
    if (fault === 'no fault') break;
    assert.is(fault, 'cancelled');
  }
});

/** The same store, and somebody who hears of every call of the thread that orders. */
function counted(store: Store, onCall: () => void): Store {
  const heard = <F extends (...args: never[]) => unknown>(call: F) =>
    ((...args: never[]) => {
      onCall();
      return call.apply(store, args);
    }) as unknown as F;
  return {
    ...store,
    list: heard(store.list),
    read: heard(store.read),
    stage: heard(store.stage),
    remove: heard(store.remove),
    sweep: heard(store.sweep),
  };
}

pruning('joins many small packs and index files', async () => {
  const repository = await sampleRepository(path.join(scratch, `repository-${++number}`));
  const source = path.join(scratch, `source-${number}`);
  for (let day = 0; day < 24; day++) {
    plant(source, { [`day-${day}`]: seededBytes(day, 5_000) });
    await save(repository, source);
  }
  assert.ok((await listAll(repository.store, 'data')).size >= 24);
  const result = await prune(repository, { signal: never });
  assert.ok(result.packsRepacked >= 20);
  assert.ok((await listAll(repository.store, 'data')).size <= 6);
  assert.ok((await listAll(repository.store, 'index')).size <= 4);
  await isWhole(repository);
});

pruning('forgets packs that the index names and that are gone, when nothing in them is needed', async () => {
  const { repository, ids } = await changedRepository();
  await saveIndex(repository, [{ id: 'cd'.repeat(32), blobs: [{ id: 'ef'.repeat(32), type: 'data', offset: 0, length: 100 }] }]);
  await forgetOnly(repository, ids[0]!);
  await prune(reopened(repository), { signal: never });
  for (const name of (await listAll(repository.store, 'index')).keys())
    for (const { id } of await loadIndex(repository, name)) assert.is.not(id, 'cd'.repeat(32));
  assert.equal((await problemsOf(repository)).problems, []);
  assert.is((await listSnapshots(reopened(repository))).length, 2);
});

function pack(id: string, used: number, unused: number, more: Partial<PackSurvey> = {}): PackSurvey {
  const counts = { usedBlobs: Math.sign(used), unusedBlobs: Math.sign(unused), usedBytes: used, unusedBytes: unused };
  return { id, sizeBytes: 16_000_000, type: 'data', hasRaw: false, ...counts, ...more };
}

pruning('moves those packs first that give the most room for the least work', () => {
  const packs = [pack('a', 90, 10), pack('b', 10, 90), pack('c', 50, 50), pack('d', 100, 0), pack('e', 0, 100)];
  const rules = { mostRepackBytes: Number.POSITIVE_INFINITY, repackSmall: false, repackRaw: false };
  const chosen = (mostUnused: number, mostRepackBytes = Number.POSITIVE_INFINITY) =>
    planPrune(
      { packs, indexFiles: [], unlisted: [], gone: new Set() },
      { ...rules, mostRepackBytes, mostUnused: () => mostUnused },
    ).repack.map(({ id }) => id);
  assert.equal(chosen(150), []);
  assert.equal(chosen(100), ['b']);
  assert.equal(chosen(10), ['b', 'c']);
  assert.equal(chosen(0), ['b', 'c', 'a']);
  assert.equal(chosen(0, 20), ['b']);
});

pruning('always cleans packs of trees', () => {
  const packs = [pack('a', 90, 10, { type: 'tree' }), pack('b', 90, 10, { type: undefined })];
  const rules = { mostUnused: () => 1000, mostRepackBytes: Number.POSITIVE_INFINITY, repackSmall: false, repackRaw: false };
  assert.equal(planPrune({ packs, indexFiles: [], unlisted: [], gone: new Set() }, rules).repack.length, 2);
});

pruning.run();
