/** Copying when something is wrong: damage where it is copied from, and an end in the middle. */
// deadline: 300 s
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toByteString } from '../../src/base/index.ts';
import { loadIndex } from '../../src/repository/index/files.ts';
import { type CopyProblem, copySnapshots, findNode, listSnapshots, Repository } from '../../src/repository/index.ts';
import { Lock } from '../../src/repository/locks.ts';
import type { Store } from '../../src/repository/stores/store.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { blobsIn, copy, holdsNothingTwice, isWhole, kept, MIB, place, sample, targetFor, WAYS } from './copy-sample.ts';
import { leftovers, never, OTHER_POLYNOMIAL, plant, problemsOf, reopened, sampleRepository, save } from './sample-repository.ts';
import { canMount, smallDisk } from './small-disk.ts';
import { faultOf, listAll } from './store-contract.ts';

const copying = suite('a copy');

for (const way of WAYS) {
  copying(`by ${way} leaves out only the snapshots that damage is in, and names the file`, async () => {
    const { from, source } = await sample();
    plant(source, { 'deep/er/large': seededBytes(2, 4 * MIB) });
    rmSync(path.join(source, 'small/new'));
    const bad = plant(place('bad'), { 'folder/bad': seededBytes(9, 1.5 * MIB), 'folder/good': 'good' });
    const { snapshot } = await save(from, bad);
    const { content } = await findNode(reopened(from), snapshot!.tree, toByteString('folder/bad'));
    await flipByteOf(from, content![1] ?? content![0]!);
    for (const attempt of [1, 2]) {
      const problems: CopyProblem[] = [];
      const to = await targetFor(from, way);
      if (attempt > 1) await copy(from, to, { choose: (all) => all.slice(0, 1) });
      const result = await copy(from, to, { onProblem: (problem) => problems.push(problem) });
      assert.equal([result.copied.length + result.there.length, result.problems], [2, 1]);
      assert.equal([problems[0]!.snapshot?.id, problems[0]!.path], [snapshot!.id, 'folder/bad']);
      assert.is((await listSnapshots(to)).length, 2);
      await isWhole(to);
    }
  });

  copying(`by ${way} names a folder that cannot be read`, async () => {
    const { from } = await sample();
    const { snapshot } = await save(from, plant(place('bad'), { 'folder/file': 'in a folder' }));
    const { subtree } = await findNode(reopened(from), snapshot!.tree, toByteString('folder'));
    await flipByteOf(from, subtree!);
    const problems: CopyProblem[] = [];
    const to = await targetFor(from, way);
    const result = await copy(from, to, { onProblem: (problem) => problems.push(problem) });
    assert.equal([result.copied.length, problems.map(({ path: at }) => at)], [2, ['folder']]);
    await isWhole(to);
  });

  copying(`by ${way}, cancelled at any step, leaves a whole repository, and the next one stores nothing twice`, async () => {
    const { from } = await kept();
    for (let step = 2; ; step *= 3) {
      const to = await targetFor(from, way);
      const cancelled = new AbortController();
      let calls = 0;
      const store = heard(to.store, () => {
        if (++calls === step) cancelled.abort();
      });
      const fault = await faultOf(
        copySnapshots(reopened(from), new Repository({ ...to, store, keyId: '' }), { signal: cancelled.signal, workers: 2 }),
      );
      assert.equal((await problemsOf(to)).problems, []);
      await copy(from, to);
      await isWhole(to);
      await holdsNothingTwice(to);
      assert.is((await listSnapshots(to)).length, 2);
      if (fault === 'no fault') break;
      assert.is(fault, 'cancelled');
    }
  });
}

async function flipByteOf(repository: Repository, id: string): Promise<void> {
  for (const indexFile of (await listAll(repository.store, 'index')).keys()) {
    for (const pack of await loadIndex(repository, indexFile)) {
      const blob = pack.blobs.find((each) => each.id === id);
      if (!blob) continue;
      const file = path.join(repository.store.location, 'data', pack.id.slice(0, 2), pack.id);
      const bytes = readFileSync(file);
      bytes[blob.offset + 20]! ^= 1;
      rmSync(file);
      writeFileSync(file, bytes);
    }
  }
}

/** The same store, and somebody who hears of every call of the thread that orders. */
function heard(store: Store, onCall: () => void): Store {
  const hearing = <F extends (...args: never[]) => unknown>(call: F) =>
    ((...args: never[]) => {
      onCall();
      return call.apply(store, args);
    }) as unknown as F;
  return { ...store, list: hearing(store.list), read: hearing(store.read), stage: hearing(store.stage), remove: hearing(store.remove) };
}

copying('falls back to blobs for a pack that is cut off, and takes them from where else they lie', async () => {
  const { from, source } = await sample();
  // The same again, stored a second time: as two programs do that back up at once.
  const lists = [...(await listAll(from.store, 'index')).keys()];
  const hidden = new Map(await Promise.all(lists.map(async (name) => [name, await from.store.read('index', name)] as const)));
  for (const name of lists) await from.store.remove('index', name);
  await save(reopened(from), source, { parent: 'none' });
  const doubled = (await blobsIn(from)).map(({ id }) => id);
  for (const [name, bytes] of hidden) {
    await using staged = await from.store.stage('index');
    await staged.append(bytes);
    await staged.commit(name);
  }
  const packs: { id: string; size: number }[] = [];
  for (const name of hidden.keys())
    for (const { id, blobs } of await loadIndex(from, name))
      if (blobs.every((blob) => doubled.includes(blob.id))) packs.push({ id, size: blobs[0]!.length + 1 });
  assert.ok(packs.length > 0);
  for (const { id, size } of packs) {
    const file = path.join(from.store.location, 'data', id.slice(0, 2), id);
    const bytes = readFileSync(file);
    rmSync(file);
    writeFileSync(file, bytes);
    truncateSync(file, size);
  }
  for (const way of WAYS) {
    const to = await targetFor(from, way);
    const result = await copy(from, to);
    assert.equal([result.copied.length, result.problems], [3, 0], way);
    await isWhole(to);
  }
});

copying('waits for neither repository that another program works in alone, and says which one it is', async () => {
  const { from } = await kept();
  const to = await targetFor(from, 'blobs');
  for (const busy of [from, to]) {
    await using _lock = await Lock.take(reopened(busy), { exclusive: true });
    const fault = await copy(from, to).catch((error) => error);
    assert.is(fault.code, 'repository.locked');
    assert.ok(fault.message.includes(busy.store.location));
  }
  assert.equal(leftovers(from), []);
});

copying('passes over a snapshot file that is damaged, and says so', async () => {
  const { from } = await sample();
  const [name] = [...(await listAll(from.store, 'snapshots')).keys()];
  const file = path.join(from.store.location, 'snapshots', name!);
  const bytes = readFileSync(file);
  bytes[40]! ^= 1;
  rmSync(file);
  writeFileSync(file, bytes);
  const problems: CopyProblem[] = [];
  const to = await targetFor(from, 'blobs');
  const result = await copy(from, to, { onProblem: (problem) => problems.push(problem) });
  assert.equal([result.copied.length, result.problems], [1, 1]);
  assert.match(problems[0]!.message, new RegExp(`snapshots/${name} is damaged`));
  await isWhole(to);
});

copying('whose source is unplugged meanwhile says that, not that all of it is damaged', async () => {
  for (const way of WAYS) {
    const { from } = await sample();
    const to = await targetFor(from, way);
    let reads = 0;
    const unplugged: Store = {
      ...from.store,
      async read(kind, name, range) {
        if (kind === 'data' && ++reads === 2) rmSync(from.store.location, { recursive: true });
        return await from.store.read(kind, name, range);
      },
    };
    const fault = await faultOf(
      copySnapshots(new Repository({ ...from, store: unplugged, keyId: '' }), reopened(to), { signal: never, workers: 2 }),
    );
    assert.is(fault, 'store.unreachable', way);
    assert.is((await listSnapshots(to)).length, 0);
    assert.equal((await problemsOf(to)).problems, []);
  }
});

// Without mounts there is no small disk.
if (canMount()) {
  for (const way of WAYS) {
    copying(`by ${way} to a disk that fills up says so, and goes on when there is room`, async () => {
      const { from } = await kept();
      using disk = smallDisk(3 * MIB)!;
      const parts = way === 'packs' ? { master: from.master } : way === 'recut' ? { polynomial: OTHER_POLYNOMIAL } : {};
      const to = await sampleRepository(path.join(disk.folder, 'repository'), parts);
      assert.is(await faultOf(copy(from, to)), 'store.full');
      assert.is((await listSnapshots(to)).length, 0);
      assert.equal((await problemsOf(to)).problems, []);
      disk.resize(64 * MIB);
      assert.is((await copy(from, to)).copied.length, 2);
      assert.equal((await problemsOf(to)).problems, []);
      await holdsNothingTwice(to);
    });
  }
}

copying.run();
