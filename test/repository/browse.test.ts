/** Looking into a repository: ranges of files, paths, the order of a walk, and a second place when the first is damaged. */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, toByteString } from '../../src/base/index.ts';
import { loadBlob } from '../../src/repository/browse.ts';
import { type PackContents, saveIndex } from '../../src/repository/index/files.ts';
import { packOf } from '../../src/repository/index/load.ts';
import { BOX_TAG, findNode, findSnapshot, listSnapshots, readFile, walkTree } from '../../src/repository/index.ts';
import { sealBlob } from '../../src/repository/packs/blob.ts';
import { PackWriter } from '../../src/repository/packs/writer.ts';
import type { Repository } from '../../src/repository/repository.ts';
import { saveSnapshot } from '../../src/repository/snapshots.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { never, plant, reopened, sampleRepository, save } from './sample-repository.ts';
import { faultOf } from './store-contract.ts';

const browsing = suite('browsing a repository');
const root = temporaryFolder('browse');
let places = 0;
const newPlace = () => path.join(root, `place ${places++}`);

const LARGE = seededBytes(1, 5_000_000);
const folder = plant(newPlace(), { 'a/large': LARGE, 'a/small': 'hello', empty: '', 'b/c/d': 'deep', 'a.b': 'between', ä: 'umlaut' });
const repository = await sampleRepository(newPlace());
const { snapshot } = await save(repository, folder);
const tree = snapshot!.tree;
const at = (text: string): ByteString => toByteString(text);
const bytesOf = async (...args: Parameters<typeof readFile>) => Buffer.concat(await Array.fromAsync(readFile(...args)));

browsing('reads any range of a file as the file has it', async () => {
  const node = await findNode(repository, tree, at('a/large'));
  assert.ok(node.content!.length > 2);
  const bound = fc.nat({ max: LARGE.length + 1000 });
  await fc.assert(
    fc.asyncProperty(bound, fc.option(bound, { nil: undefined }), async (offset, length) => {
      const range = length === undefined ? { offset } : { offset, length };
      const expected = LARGE.subarray(offset, length === undefined ? undefined : offset + length);
      assert.ok((await bytesOf(repository, node, never, range)).equals(expected));
    }),
    { numRuns: 30 },
  );
  assert.ok((await bytesOf(repository, node, never)).equals(LARGE));
});

browsing('reads small and empty files, and folders as nothing', async () => {
  assert.is((await bytesOf(repository, await findNode(repository, tree, at('a/small')), never)).toString(), 'hello');
  assert.is(
    (await bytesOf(repository, await findNode(repository, tree, at('a/small')), never, { offset: 1, length: 3 })).toString(),
    'ell',
  );
  for (const name of ['empty', 'a']) assert.is((await bytesOf(repository, await findNode(repository, tree, at(name)), never)).length, 0);
});

browsing('fetches no blob that a range does not touch', async () => {
  const node = await findNode(repository, tree, at('a/large'));
  let reads = 0;
  const counting = reopened(repository);
  const { read } = counting.store;
  counting.store.read = async (...args) => {
    if (args[0] === 'data') reads++;
    return await read.apply(counting.store, args);
  };
  await bytesOf(counting, node, never, { offset: LARGE.length - 10 });
  assert.is(reads, 1);
});

browsing('stops when it is told to', async () => {
  const node = await findNode(repository, tree, at('a/large'));
  const controller = new AbortController();
  const reading = readFile(repository, node, controller.signal);
  await reading.next();
  controller.abort();
  try {
    await reading.next();
    assert.unreachable();
  } catch (error) {
    assert.is((error as Error).name, 'AbortError');
  }
});

browsing('finds what is there by its path, and says what is not', async () => {
  assert.is((await findNode(repository, tree, at('b/c/d'))).sizeBytes, 4);
  assert.is((await findNode(repository, tree, at('ä'))).name, at('ä'));
  assert.is((await findNode(repository, tree, at(''))).subtree, tree);
  assert.is((await findNode(repository, tree, at('/b//c/'))).type, 'dir');
  for (const unknown of ['x', 'a/x', 'a/large/x', 'empty/x', 'A', 'b/c/d/e', '..', '.', 'a/..', 'a\0'])
    assert.is(await faultOf(findNode(repository, tree, at(unknown))), 'snapshot.path.unknown', unknown);
});

browsing('walks depth first, in the order of bytes, a folder before what it holds', async () => {
  const walked: string[] = [];
  for await (const { path: where } of walkTree(repository, tree, never)) walked.push(where);
  assert.equal(walked, ['a', 'a/large', 'a/small', 'a.b', 'b', 'b/c', 'b/c/d', 'empty', at('ä')]);
});

browsing('finds snapshots by the beginning of an id, or the latest that matches', async () => {
  const other = await save(repository, plant(newPlace(), { x: 'y' }), { hostname: 'other', tags: ['weekly'] });
  assert.is((await findSnapshot(repository, snapshot!.id.slice(0, 8))).id, snapshot!.id);
  assert.is((await findSnapshot(repository, 'latest')).id, other.snapshot!.id);
  assert.is((await findSnapshot(repository, 'latest', { host: 'box' })).id, snapshot!.id);
  assert.is((await findSnapshot(repository, 'latest', { paths: [folder] })).id, snapshot!.id);
  assert.is((await listSnapshots(repository, { tags: ['weekly'] })).length, 1);
  assert.is(await faultOf(findSnapshot(repository, '')), 'snapshot.unknown');
  assert.is(await faultOf(findSnapshot(repository, 'latest', { host: 'none' })), 'snapshot.unknown');
  const memory = await save(repository, plant(newPlace(), { 'catalog.sqlite': 'x' }), { tags: [BOX_TAG] });
  assert.is((await findSnapshot(repository, 'latest')).id, other.snapshot!.id, 'the memory of a box is no files of people');
  assert.is((await findSnapshot(repository, 'latest', { tags: [BOX_TAG] })).id, memory.snapshot!.id);
  const crowded = await sampleRepository(newPlace());
  // Of 17 ids two begin with the same of 16 digits.
  for (let day = 1; day <= 17; day++) await saveSnapshot(crowded, { time: `2026-01-${10 + day}T00:00:00Z`, tree, paths: ['/'] });
  const digits = (await listSnapshots(crowded)).map(({ id }) => id[0]!);
  const twice = digits.find((digit, number) => digits.indexOf(digit) < number)!;
  assert.is(await faultOf(findSnapshot(crowded, twice)), 'snapshot.ambiguous');
});

/** Stores a blob once more, in a pack of its own. */
async function storeAgain({ store, sealer }: Repository, bytes: Buffer, id: string): Promise<void> {
  const packs: PackContents[] = [];
  await using writer = new PackWriter({ store, sealer, type: 'data', onPack: (pack) => packs.push(pack) });
  await writer.add(Buffer.from(id, 'hex'), sealBlob(sealer, bytes, 2));
  await writer.finish();
  await saveIndex({ store, sealer, version: 2 }, packs);
}

for (const [what, damage] of Object.entries<(file: string) => void>({
  damaged: (file) => {
    rmSync(file);
    writeFileSync(file, Buffer.alloc(100_000));
  },
  'cut off': (file) => {
    rmSync(file);
    writeFileSync(file, Buffer.alloc(1));
  },
  missing: (file) => rmSync(file),
  'out of reach': (file) => {
    rmSync(file);
    plant(file, { 'a folder in its place': '' }); // reading it fails as a bad sector does
  },
}))
  browsing(`takes a blob from its second place when the first is ${what}`, async () => {
    const place = await sampleRepository(newPlace());
    const content = seededBytes(5, 3000);
    const saved = await save(place, plant(newPlace(), { file: content }));
    const [id] = (await findNode(place, saved.snapshot!.tree, at('file'))).content!;
    await storeAgain(place, content, id!);
    const index = await reopened(place).index();
    const packs = index.table.places(Buffer.from(id!, 'hex'), 'data').map((where) => packOf(index, where));
    assert.is(packs.length, 2);
    for (const [number, pack] of packs.entries()) {
      assert.ok((await loadBlob(reopened(place), id!, 'data')).equals(content), `${number} damaged`);
      damage(path.join(place.store.location, 'data', pack.slice(0, 2), pack));
    }
    const code = await faultOf(loadBlob(reopened(place), id!, 'data'));
    assert.is(code, what === 'out of reach' ? 'store.unreachable' : 'repository.damaged');
  });

browsing('says when a blob is in no index', async () => {
  assert.is(await faultOf(loadBlob(repository, 'ab'.repeat(32), 'data')), 'repository.blob.missing');
  const node = await findNode(repository, tree, at('a/small'));
  const lost = { ...node, content: ['ab'.repeat(32)] };
  assert.is(await faultOf(bytesOf(repository, lost, never)), 'repository.blob.missing');
});

browsing.run();
