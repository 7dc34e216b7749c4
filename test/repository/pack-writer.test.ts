/** Filling packs: in turns, durable before anybody hears of them, and never with a hole. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault } from '../../src/base/index.ts';
import type { PackContents } from '../../src/repository/index/files.ts';
import { blobId, openBlob, sealBlob } from '../../src/repository/packs/blob.ts';
import { decodeHeader, encodeHeader } from '../../src/repository/packs/header.ts';
import { OpenPacks } from '../../src/repository/packs/open-packs.ts';
import { PackWriter } from '../../src/repository/packs/writer.ts';
import type { Repository } from '../../src/repository/repository.ts';
import type { StagedFile, Store } from '../../src/repository/stores/store.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { leftovers, sampleRepository } from './sample-repository.ts';
import { faultOf, listAll } from './store-contract.ts';

const packing = suite('filling packs');
const root = temporaryFolder('packs');
let places = 0;
const newRepository = async () => await sampleRepository(path.join(root, `place ${places++}`));

/** A store whose staged files fail when `fails` says so. */
function failing(store: Store, fails: (step: 'append' | 'commit', bytes: number) => boolean): Store {
  const full = () => Promise.reject(new Fault('store.full', 'the disk is full'));
  return {
    ...store,
    async stage(kind): Promise<StagedFile> {
      const staged = await store.stage(kind);
      return {
        append: async (bytes) => await (fails('append', bytes.length) ? full() : staged.append(bytes)),
        commit: async (name) => await (fails('commit', 0) ? full() : staged.commit(name)),
        [Symbol.asyncDispose]: () => staged[Symbol.asyncDispose](),
      };
    },
  };
}

function open(repository: Repository, store = repository.store) {
  const packs: PackContents[] = [];
  const writer = new PackWriter({ store, sealer: repository.sealer, type: 'data', onPack: (pack) => packs.push(pack) });
  const add = async (bytes: Uint8Array) => await writer.add(blobId(bytes), sealBlob(repository.sealer, bytes, 2));
  return { writer, packs, add };
}

/** Asserts that header, index entry, name and blobs agree. */
function assertWhole({ store, sealer }: Repository, { id, blobs }: PackContents): void {
  const bytes = readFileSync(path.join(store.location, 'data', id.slice(0, 2), id));
  assert.is(hash('sha256', bytes), id);
  const length = bytes.readUInt32LE(bytes.length - 4);
  const header = sealer.open(bytes.subarray(bytes.length - 4 - length, bytes.length - 4));
  assert.equal(decodeHeader(header), blobs);
  assert.ok(encodeHeader(blobs).equals(header));
  for (const blob of blobs)
    openBlob(sealer, bytes.subarray(blob.offset, blob.offset + blob.length), {
      id: Buffer.from(blob.id, 'hex'),
      plainLength: blob.uncompressed_length ?? 0,
    });
  assert.is(
    blobs.reduce((sum, blob) => sum + blob.length, 0),
    bytes.length - 4 - length,
  );
}

packing('takes blobs of any size from many hands at once', async () => {
  const repository = await newRepository();
  const { writer, packs, add } = open(repository);
  const sizes = [0, 1, 63, 64, 1000, 70_000, 1 << 20, (1 << 20) + 1, 8 << 20, 9 << 20, 5, 3 << 20];
  const added = sizes.map((size, seed) => add(seededBytes(seed, size)));
  await Promise.all([...added, writer.finish(), add(Buffer.from('late')), writer.finish()]);
  assert.equal(packs.flatMap(({ blobs }) => blobs).length, sizes.length + 1);
  for (const pack of packs) assertWhole(repository, pack);
  assert.is((await listAll(repository.store, 'data')).size, packs.length);
  assert.equal(leftovers(repository), []);
});

packing('tells of a pack only when it is durable', async () => {
  const repository = await newRepository();
  const steps: string[] = [];
  const store = {
    ...repository.store,
    async stage(kind: 'data') {
      const staged = await repository.store.stage(kind);
      return {
        append: (bytes: Uint8Array) => staged.append(bytes),
        [Symbol.asyncDispose]: () => staged[Symbol.asyncDispose](),
        async commit(name: string) {
          await staged.commit(name);
          steps.push(`durable ${name}`);
        },
      };
    },
  } as Store;
  const onPack = ({ id }: PackContents) => steps.push(`told ${id}`);
  await using writer = new PackWriter({ store, sealer: repository.sealer, type: 'data', onPack });
  for (let seed = 0; seed < 9; seed++) {
    const bytes = seededBytes(seed, 6 << 20);
    await writer.add(blobId(bytes), sealBlob(repository.sealer, bytes, 2));
  }
  await writer.finish();
  const told = steps.filter((step) => step.startsWith('told')).map((step) => step.slice(5));
  assert.is(told.length, 3);
  assert.equal(
    steps,
    told.flatMap((id) => [`durable ${id}`, `told ${id}`]),
  );
});

/** Chunks of the given sizes through two open packs; the packs in the order they were told of. */
async function throughOpenPacks(repository: Repository, sizes: readonly number[]): Promise<PackContents[]> {
  const packs: PackContents[] = [];
  await using open = new OpenPacks({
    store: repository.store,
    sealer: repository.sealer,
    type: 'data',
    onPack: (pack) => packs.push(pack),
  });
  for (const [seed, size] of sizes.entries()) {
    const bytes = seededBytes(seed, size);
    await open.add(blobId(bytes), sealBlob(repository.sealer, bytes, 2));
  }
  await open.finish();
  for (const pack of packs) assertWhole(repository, pack);
  return packs;
}

packing('leaves to chance which of two open packs takes a chunk', async () => {
  const repository = await newRepository();
  const sizes = new Array(40).fill(1 << 20);
  const ids = sizes.map((size, seed) => blobId(seededBytes(seed, size)).toString('hex'));
  const orders = new Set<string>();
  for (let run = 0; run < 2; run++) {
    const packs = await throughOpenPacks(repository, sizes);
    assert.equal(packs.flatMap(({ blobs }) => blobs.map(({ id }) => id)).sort(), ids.toSorted());
    orders.add(packs.map(({ blobs }) => blobs.map(({ id }) => ids.indexOf(id)).join()).join(';'));
  }
  assert.is(orders.size, 2);
});

packing('leaves one pack of a small backup, not two', async () => {
  const packs = await throughOpenPacks(await newRepository(), [400_000, 100, 5000, 20, 300_000, 1, 70_000, 9, 10]);
  assert.is(packs.length, 1);
  assert.is(packs[0]!.blobs.length, 9);
});

packing('writes no empty pack', async () => {
  const repository = await newRepository();
  const { writer, packs } = open(repository);
  await writer.finish();
  await writer.finish();
  await writer[Symbol.asyncDispose]();
  assert.is(packs.length, 0);
  assert.equal(leftovers(repository), []);
});

packing('drops a pack of which a part could not be written, and takes nothing more', async () => {
  const repository = await newRepository();
  let isFull = false;
  const { writer, packs, add } = open(
    repository,
    failing(repository.store, (step) => step === 'append' && isFull),
  );
  await add(seededBytes(1, 3 << 20));
  isFull = true;
  assert.is(await faultOf(add(seededBytes(2, 3 << 20))), 'store.full');
  assert.equal(leftovers(repository), [], 'what it wrote is freed at once');
  isFull = false; // there is room again, but the hole is there
  assert.is(await faultOf(add(seededBytes(3, 100))), 'store.full');
  assert.is(await faultOf(writer.finish()), 'store.full');
  await writer[Symbol.asyncDispose]();
  assert.equal([packs.length, (await listAll(repository.store, 'data')).size], [0, 0]);
});

packing('leaves no temporary file when a pack cannot be made durable', async () => {
  const repository = await newRepository();
  let commits = 0;
  const { writer, packs, add } = open(
    repository,
    failing(repository.store, (step) => step === 'commit' && ++commits === 2),
  );
  const fill = async () => {
    for (let seed = 0; seed < 20; seed++) await add(seededBytes(seed, 5 << 20));
  };
  assert.is(await faultOf(fill), 'store.full');
  assert.is(await faultOf(writer.finish()), 'store.full');
  assert.equal(leftovers(repository), []);
  assert.is(packs.length, 1);
  assertWhole(repository, packs[0]!);
  await writer[Symbol.asyncDispose]();
});

packing('drops the open pack when it is left', async () => {
  const repository = await newRepository();
  const { writer, packs, add } = open(repository);
  await add(seededBytes(1, 3 << 20));
  const pending = add(seededBytes(2, 3 << 20));
  await writer[Symbol.asyncDispose]();
  await pending;
  assert.equal(leftovers(repository), []);
  assert.is(packs.length, 0);
});

packing.run();
