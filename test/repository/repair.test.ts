// deadline: 120 s
/** Repair: whatever is damaged, all that can be kept is kept, what is gone is named, and the repository is whole again. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault, toDisplay } from '../../src/base/index.ts';
import { type PackContents, saveIndex } from '../../src/repository/index/files.ts';
import {
  listSnapshots,
  Repository,
  readTree,
  repairBlobs,
  repairIndex,
  repairPacks,
  repairSnapshots,
  type Store,
} from '../../src/repository/index.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { copyOf, flipAt, hasHeader, indexFile, keyOf, packFile, packsOf, rewriteFile, untouchedBlobs } from './damage.ts';
import { never, plant, problemsOf, reopened, sampleRepository, save } from './sample-repository.ts';
import { faultOf, listAll } from './store-contract.ts';

const repairing = suite('a repair');
const scratch = temporaryFolder('repair');
const SEED = Number(process.env.HOLDFAST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const ROUNDS = Number(process.env.HOLDFAST_ROUNDS ?? 8);
let places = 0;
const newPlace = () => path.join(scratch, `place ${places++}`);

const FILES: Record<string, Uint8Array> = { large: seededBytes(1, 2_500_000), 'a/b/deep': seededBytes(2, 50_000) };
for (let file = 0; file < 20; file++) FILES[`folder ${file % 4}/${file}`] = seededBytes(100 + file, 40_000);
const source = plant(path.join(scratch, 'source'), FILES);

/** Two snapshots, in packs and index files of their own. */
const original = await sampleRepository(newPlace());
await save(original, source, { workers: 1 });
plant(source, { 'folder 1/later': seededBytes(200, 60_000) });
await save(original, source, { workers: 1 });
const originalPacks = await packsOf(original);
/** Chance decides which chunk lies in which pack; this one holds the largest. */
const largest = ({ blobs }: PackContents) => Math.max(...blobs.map(({ length }) => length));
const [dataPack] = originalPacks.toSorted((a, b) => largest(b) - largest(a));
const treePacks = originalPacks.filter(({ blobs }) => blobs[0]!.type === 'tree');

const damagedCopy = (harm: (copy: Repository) => void): Repository => {
  const copy = copyOf(original, newPlace());
  harm(copy);
  return copy;
};

async function isWhole(repository: Repository): Promise<void> {
  const { problems, hints } = await problemsOf(repository);
  assert.equal([problems, hints], [[], []]);
}

const blobsIn = async (repository: Repository) => new Set((await packsOf(reopened(repository))).flatMap(({ blobs }) => blobs.map(keyOf)));
const allBlobs = await blobsIn(original);

repairing('of the index of a whole repository changes nothing', async () => {
  const copy = damagedCopy(() => {});
  const before = await listAll(copy.store, 'index');
  const result = await repairIndex(copy, { signal: never });
  assert.equal(result, { packsRead: 0, packsMissing: 0, packsDamaged: 0, indexFilesDamaged: 0, blobsLost: 0 });
  assert.equal(await listAll(copy.store, 'index'), before);
});

for (const readAllPacks of [false, true])
  repairing(`of the index makes it anew from the packs alone${readAllPacks ? ', also when asked to read all' : ''}`, async () => {
    const names = [...(await listAll(original.store, 'index')).keys()];
    const copy = damagedCopy((it) => {
      rmSync(indexFile(it, names[0]!));
      if (!readAllPacks) flipAt(indexFile(it, names[1]!), 50);
    });
    const problems: string[] = [];
    const result = await repairIndex(copy, { signal: never, readAllPacks, onProblem: ({ kind }) => problems.push(kind) });
    assert.equal([result.packsRead, problems], [originalPacks.length, readAllPacks ? [] : ['index']]);
    assert.equal(await blobsIn(copy), allBlobs);
    await isWhole(copy);
  });

repairing('of the index drops packs that are gone, and says how many blobs are nowhere else', async () => {
  const copy = damagedCopy((it) => rmSync(packFile(it, dataPack!.id)));
  const dry = await repairIndex(copy, { signal: never, dryRun: true });
  assert.equal(await blobsIn(copy), allBlobs);
  const result = await repairIndex(copy, { signal: never });
  assert.equal(result, dry);
  assert.equal([result.packsMissing, result.blobsLost], [1, dataPack!.blobs.length]);
  for (const blob of dataPack!.blobs) assert.not((await blobsIn(copy)).has(keyOf(blob)));
});

repairing('of the index believes the file with the right size when two index files disagree', async () => {
  const copy = damagedCopy(() => {});
  await saveIndex(copy, [{ id: dataPack!.id, blobs: dataPack!.blobs.slice(1) }]);
  assert.ok((await problemsOf(copy, false)).problems.length > 0);
  assert.is((await repairIndex(copy, { signal: never })).blobsLost, 0);
  await isWhole(copy);
});

repairing('of the index leaves a pack alone that cannot be asked, and repair of packs saves its blobs by the index', async () => {
  const copy = damagedCopy((it) => rewriteFile(packFile(it, dataPack!.id), (bytes) => bytes.subarray(0, -1)));
  const result = await repairIndex(copy, { signal: never });
  assert.equal([result.packsDamaged, result.blobsLost], [1, 0]);
  assert.equal(await blobsIn(copy), allBlobs);
  const packs = await repairPacks(copy, { signal: never, workers: 1 });
  assert.equal([packs.packs, packs.blobsSaved, packs.blobsLost], [1, dataPack!.blobs.length, 0]);
  assert.equal(await blobsIn(copy), allBlobs);
  await isWhole(copy);
});

repairing('of a pack in no index saves what the pack itself says', async () => {
  const copy = damagedCopy((it) => {
    flipAt(packFile(it, dataPack!.id), 100);
  });
  for (const name of (await listAll(copy.store, 'index')).keys()) rmSync(indexFile(copy, name));
  await saveIndex(
    copy,
    originalPacks.filter((pack) => pack !== dataPack),
  );
  const lost: string[] = [];
  const result = await repairPacks(copy, { signal: never, packs: [dataPack!.id], onLost: (blob) => lost.push(blob.id), workers: 1 });
  assert.equal([result.blobsSaved, lost], [dataPack!.blobs.length - 1, [dataPack!.blobs[0]!.id]]);
});

repairing('of packs tells of a pack in which something is lost before it goes, and lets it stay when that cannot be taken', async () => {
  const copy = damagedCopy((it) => flipAt(packFile(it, dataPack!.id), 100));
  const options = { signal: never, packs: [dataPack!.id], workers: 1 };
  const refuse = async () => {
    throw new Error('no room for a copy');
  };
  const before = (await listAll(copy.store, 'index')).keys().toArray();
  await repairPacks(copy, { ...options, beforeRemoval: refuse }).then(
    () => assert.unreachable(),
    (error: Error) => assert.match(error.message, /no room/),
  );
  assert.ok((await listAll(copy.store, 'data')).has(dataPack!.id));
  for (const name of before) assert.ok((await listAll(copy.store, 'index')).has(name));
  const told: string[] = [];
  await repairPacks(copy, { ...options, beforeRemoval: async ({ name }) => void told.push(name) });
  assert.equal(told, [dataPack!.id]);
  assert.not((await listAll(copy.store, 'data')).has(dataPack!.id));
});

repairing('of packs leaves a pack that the disk does not give, until it is given up', async () => {
  const copy = damagedCopy((it) => flipAt(packFile(it, dataPack!.id), 100));
  const { store, config, master, keyId } = copy;
  const read: Store['read'] = async (kind, name, range) => {
    if (range?.offset === 0 && name === dataPack!.id)
      throw new Fault('store.unreachable', 'The sector cannot be read.', { retryable: true });
    return await store.read(kind, name, range);
  };
  const failing = new Repository({ store: { ...store, read }, config, master, keyId });
  const options = { signal: never, packs: [dataPack!.id], workers: 1 };
  const first = await repairPacks(failing, options);
  assert.equal([first.packs, first.packsUnreadable, first.blobsUnreadable, first.blobsLost], [0, 1, 1, 0]);
  assert.equal(await blobsIn(copy), allBlobs);
  const second = await repairPacks(failing, { ...options, giveUpUnreadable: true });
  assert.equal([second.packs, second.packsUnreadable, second.blobsLost], [1, 0, 1]);
});

repairing('of packs refuses what is no pack here, and a damaged index', async () => {
  const copy = damagedCopy(() => {});
  assert.is(await faultOf(repairPacks(copy, { signal: never, packs: ['ab'.repeat(32)] })), 'input.invalid');
  assert.equal(await repairPacks(copy, { signal: never, packs: [] }).then(({ packs }) => packs), 0);
  flipAt(indexFile(copy, [...(await listAll(copy.store, 'index')).keys()][0]!), 60);
  assert.is(await faultOf(repairPacks(copy, { signal: never, packs: [dataPack!.id] })), 'repository.damaged');
});

repairing('of snapshots refuses while packs are missing: their parts may be had from elsewhere', async () => {
  const copy = damagedCopy((it) => rmSync(packFile(it, dataPack!.id)));
  assert.is(await faultOf(repairSnapshots(copy, { signal: never })), 'repository.damaged');
  assert.is((await listSnapshots(copy)).length, 2);
});

repairing('of snapshots keeps what is left of files, names what is gone, and is not done twice', async () => {
  const copy = damagedCopy((it) =>
    flipAt(packFile(it, dataPack!.id), dataPack!.blobs.toSorted((a, b) => b.length - a.length)[0]!.offset + 99),
  );
  await repairPacks(copy, { signal: never, workers: 1 });
  const lost: string[] = [];
  const onLost = ({ path: at, bytes = 0, bytesLeft = 0 }: { path: string; bytes?: number | undefined; bytesLeft?: number | undefined }) =>
    lost.push(`${at} ${bytes + bytesLeft}`);
  const dry = await repairSnapshots(copy, { signal: never, dryRun: true });
  assert.is((await listSnapshots(copy)).length, 2);
  const result = await repairSnapshots(copy, { signal: never, onLost });
  assert.equal(result, dry);
  assert.equal([result.damaged, lost], [2, ['large 2500000', 'large 2500000']]);
  const all = await listSnapshots(copy);
  const repaired = all.filter(({ tags }) => tags?.includes('repaired'));
  assert.equal([all.length, repaired.length], [4, 2]);
  for (const { original: first, time } of repaired) assert.is(all.find(({ id }) => id === first)?.time, time);
  const [node] = (await readTree(reopened(copy), repaired[0]!.tree)).filter(({ name }) => name === 'large');
  assert.ok(node!.sizeBytes > 0 && node!.sizeBytes === 2_500_000 - result.bytesLost / 2);
  await repairSnapshots(copy, { signal: never });
  assert.is((await listSnapshots(copy)).length, 4);
  const forgotten = await repairSnapshots(copy, { signal: never, forget: true });
  assert.equal([forgotten.forgotten, (await listSnapshots(copy)).length], [2, 2]);
  assert.equal((await problemsOf(copy)).problems, []);
});

repairing('of snapshots leaves an empty folder in place of one that is gone', async () => {
  const root = (await listSnapshots(original))[0]!.tree;
  const deep = (await readTree(original, root)).find(({ name }) => name === 'a')!.subtree!;
  const pack = treePacks.find(({ blobs }) => blobs.some(({ id }) => id === deep))!;
  const copy = damagedCopy((it) => flipAt(packFile(it, pack.id), pack.blobs.find(({ id }) => id === deep)!.offset + 20));
  await repairPacks(copy, { signal: never, workers: 1 });
  const lost: string[] = [];
  await repairSnapshots(copy, { signal: never, forget: true, onLost: ({ kind, path: at }) => lost.push(`${kind} ${at}`) });
  assert.equal(lost, ['folder a', 'folder a']);
  const again = reopened(copy);
  const tree = (await listSnapshots(again))[0]!.tree;
  const folder = (await readTree(again, tree)).find(({ name }) => name === 'a')!;
  assert.equal(await readTree(again, folder.subtree!), []);
  assert.is((await readTree(again, tree)).length, (await readTree(original, root)).length);
  assert.equal((await problemsOf(copy)).problems, []);
});

repairing('of a snapshot without a readable root makes none, and removes it only when asked', async () => {
  const [first] = await listSnapshots(original);
  const pack = treePacks.find(({ blobs }) => blobs.some(({ id }) => id === first!.tree))!;
  const copy = damagedCopy((it) => flipAt(packFile(it, pack.id), pack.blobs.find(({ id }) => id === first!.tree)!.offset + 20));
  await repairPacks(copy, { signal: never, workers: 1 });
  const ids = async () => (await listSnapshots(copy)).map(({ id }) => id);
  assert.is((await repairSnapshots(copy, { signal: never })).damaged, 1);
  assert.is((await ids()).length, 2);
  await repairSnapshots(copy, { signal: never, forget: true });
  assert.not((await ids()).includes(first!.id));
  assert.is((await ids()).length, 1);
});

/** Another repository, with other keys, that has backed up the same folder. */
const other = await sampleRepository(newPlace());
await save(other, source, { workers: 1 });

repairing('takes what is damaged and what is missing from another repository, whose keys are others', async () => {
  const copy = damagedCopy((it) => {
    flipAt(packFile(it, dataPack!.id), 100);
    for (const { id } of treePacks) rmSync(packFile(it, id));
  });
  const packs = await repairPacks(copy, { signal: never, from: other, workers: 1 });
  // The root of the first snapshot is nowhere else: the folder has changed since.
  assert.ok(packs.blobsLost >= 1 && packs.blobsFetched > 5, JSON.stringify(packs));
  const lost: string[] = [];
  const blobs = await repairBlobs(copy, { signal: never, from: other, onLost: (_, { path: at }) => lost.push(at) });
  assert.equal([blobs.blobsFetched, lost], [0, ['']]);
  await repairBlobs(copy, { signal: never, from: original });
  await isWhole(copy);
});

repairing('finds by the trees it fetches what else is missing', async () => {
  const copy = damagedCopy((it) => {
    for (const { id } of originalPacks) rmSync(packFile(it, id));
  });
  const result = await repairBlobs(copy, { signal: never, from: original });
  assert.equal([result.blobsFetched, result.blobsLost], [allBlobs.size, 0]);
  await repairIndex(copy, { signal: never });
  await isWhole(copy);
  assert.is(await faultOf(repairBlobs(copy, { signal: never, from: reopened(copy) })), 'input.invalid');
});

/** The same store, which fails from the given change on. */
function failingFrom(repository: Repository, change: number): { repository: Repository; changes(): number } {
  let changes = 0;
  const count = () => {
    if (++changes >= change) throw new Fault('store.unreachable', 'The disk is gone.', { retryable: true });
  };
  const { store, config, master, keyId } = repository;
  const failing: Store = {
    ...store,
    stage: async (kind) => {
      if (kind !== 'locks') count();
      return await store.stage(kind);
    },
    remove: async (kind, name) => {
      if (kind !== 'locks') count();
      await store.remove(kind, name);
    },
  };
  return { repository: new Repository({ store: failing, config, master, keyId }), changes: () => changes };
}

repairing('cut off at any change loses nothing, and can be done again', async () => {
  const names = [...(await listAll(original.store, 'index')).keys()];
  for (let change = 1; ; change++) {
    const copy = damagedCopy((it) => {
      rmSync(indexFile(it, names[0]!));
      flipAt(packFile(it, dataPack!.id), dataPack!.blobs[1]!.offset + 40);
    });
    const { repository: failing, changes } = failingFrom(copy, change);
    const repairs = async (repository: Repository) => {
      await repairIndex(repository, { signal: never });
      await repairPacks(repository, { signal: never, packs: [dataPack!.id], workers: 1 });
      await repairSnapshots(repository, { signal: never, forget: true });
    };
    const outcome = await faultOf(repairs(failing));
    if (outcome === 'no fault') {
      assert.ok(change > 5 && changes() < change);
      break;
    }
    assert.is(outcome, 'store.unreachable');
    await repairIndex(copy, { signal: never });
    await repairPacks(copy, { signal: never, workers: 1 });
    await repairSnapshots(copy, { signal: never, forget: true });
    const kept = await blobsIn(copy);
    const lost = allBlobs.difference(kept);
    assert.equal([...lost], [keyOf(dataPack!.blobs[1]!)], `at change ${change}`);
    assert.is((await listSnapshots(copy)).length, 2);
    assert.equal((await problemsOf(copy)).problems, []);
  }
});

/** 0 to below, the same for the same seed. */
function random(seed: number, below: number): number {
  return Math.floor((seededBytes(seed, 4).readUInt32LE(0) / 2 ** 32) * below);
}

type Harm = (copy: Repository, pack: string, seed: number) => void;
const HARMS: Readonly<Record<string, Harm>> = {
  'a flipped bit': (copy, pack, seed) =>
    rewriteFile(packFile(copy, pack), (bytes) => {
      bytes[random(seed, bytes.length)]! ^= 1 << (seed % 8);
      return bytes;
    }),
  'a damaged header': (copy, pack) => flipAt(packFile(copy, pack), -20),
  'a cut': (copy, pack, seed) => rewriteFile(packFile(copy, pack), (bytes) => bytes.subarray(0, random(seed, bytes.length))),
  'a stretch of zeros': (copy, pack, seed) =>
    rewriteFile(packFile(copy, pack), (bytes) => {
      const at = random(seed, bytes.length);
      return bytes.fill(0, at, Math.min(bytes.length, at + random(seed + 1, 200_000)));
    }),
  'a tail of garbage': (copy, pack, seed) => rewriteFile(packFile(copy, pack), (bytes) => Buffer.concat([bytes, seededBytes(seed, 77)])),
  'a missing pack': (copy, pack) => rmSync(packFile(copy, pack)),
  'a wrong place': (copy, pack) => {
    const another = originalPacks.find(({ id }) => id !== pack)!.id;
    writeFileSync(`${packFile(copy, pack)}.swap`, readFileSync(packFile(original, another)));
    renameSync(`${packFile(copy, pack)}.swap`, packFile(copy, pack));
  },
};

repairing(`keeps all that can be kept of ${ROUNDS} repositories with random damage (seed ${SEED})`, async () => {
  const names = Object.keys(HARMS);
  for (let round = 0; round < ROUNDS; round++) {
    const seed = SEED + round * 100;
    const copy = damagedCopy(() => {});
    const done: string[] = [];
    for (let harm = 0; harm <= random(seed, 3); harm++) {
      const pack = originalPacks[random(seed + harm + 10, originalPacks.length)]!.id;
      if (done.some((line) => line.endsWith(pack))) continue;
      const name = names[random(seed + harm + 20, names.length)]!;
      HARMS[name]!(copy, pack, seed + harm);
      done.push(`${name} ${pack}`);
    }
    const isIndexGone = random(seed + 30, 4) === 0;
    if (isIndexGone) for (const name of (await listAll(copy.store, 'index')).keys()) flipAt(indexFile(copy, name), 40);
    const what = `round ${round}: ${done.join(', ')}${isIndexGone ? ', no index' : ''}`;

    const told = isIndexGone ? originalPacks.filter((pack) => hasHeader(original, copy, pack)) : originalPacks;
    const keepable = untouchedBlobs(original, copy, told);
    await repairIndex(copy, { signal: never });
    await repairPacks(copy, { signal: never, workers: 1 });
    const kept = await blobsIn(copy);
    for (const blob of keepable) assert.ok(kept.has(blob), `${what} lost ${blob}`);
    // A pack in the place of another may hold what the other one lost.
    if (!done.some((line) => line.startsWith('a wrong place')))
      for (const blob of kept) assert.ok(keepable.has(blob), `${what} lists ${blob}`);
    await repairSnapshots(copy, { signal: never, forget: true });
    assert.equal((await problemsOf(copy)).problems, [], what);
    await assertLeft(copy, kept, what);
  }
});

/** Every file of the repaired snapshots holds exactly its parts that are left. */
async function assertLeft(copy: Repository, kept: ReadonlySet<string>, what: string): Promise<void> {
  const [before, after] = [reopened(original), reopened(copy)];
  const firsts = new Map((await listSnapshots(before)).map((snapshot) => [snapshot.id, snapshot]));
  for (const snapshot of await listSnapshots(after)) {
    const first = firsts.get(snapshot.original ?? snapshot.id)!;
    const compare = async (old: string, now: string, at: string): Promise<void> => {
      const nodes = new Map((await readTree(after, now)).map((node) => [node.name, node]));
      if (!kept.has(`tree ${old}`)) return assert.is(nodes.size, 0, `${what}: ${at}`);
      for (const node of await readTree(before, old)) {
        const found = nodes.get(node.name);
        assert.ok(found, `${what}: ${at}/${toDisplay(node.name)}`);
        if (node.subtree) await compare(node.subtree, found!.subtree!, `${at}/${toDisplay(node.name)}`);
        assert.equal(found!.content, node.content?.filter((id) => kept.has(`data ${id}`)) ?? null);
      }
    };
    await compare(first.tree, snapshot.tree, '');
  }
}

repairing.run();
