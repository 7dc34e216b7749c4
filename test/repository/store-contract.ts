/**
 * What every Store holds, wherever it lies: run it from the store's own test file.
 *
 * Owns: the promises of src/repository/stores/store.ts. Does not own: what is particular to one kind of place.
 */
import { hash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type FaultCode, isFault } from '../../src/base/index.ts';
import { type FileKind, listThere, type Store, writeFile } from '../../src/repository/stores/store.ts';
import { seededBytes } from '../kernels/seeded.ts';

const KINDS: readonly FileKind[] = ['keys', 'snapshots', 'index', 'locks', 'data'];

export async function listAll(store: Store, kind: FileKind): Promise<Map<string, number>> {
  const files = new Map<string, number>();
  for await (const { name, sizeBytes } of store.list(kind)) {
    if (files.has(name)) throw new Error(`${kind}/${name} is listed twice`);
    files.set(name, sizeBytes);
  }
  return files;
}

export async function faultOf(work: Promise<unknown> | (() => Promise<unknown>)): Promise<FaultCode | 'no fault'> {
  try {
    await (typeof work === 'function' ? work() : work);
    return 'no fault';
  } catch (error) {
    if (isFault(error)) return error.code;
    throw error;
  }
}

/** `provide` gives an empty place, another one each time, in which nothing has been created. */
export function storeContract(name: string, provide: () => Promise<Store>): void {
  const contract = suite(`a store: ${name}`);
  const created = async (): Promise<Store> => {
    const store = await provide();
    await store.create();
    return store;
  };

  contract('lists nothing before and after it is created', async () => {
    const store = await provide();
    for (const kind of [...KINDS, 'config'] as const) assert.is((await listAll(store, kind)).size, 0);
    await store.create();
    for (const kind of [...KINDS, 'config'] as const) assert.is((await listAll(store, kind)).size, 0);
  });

  contract('keeps files of every kind apart', async () => {
    const store = await created();
    for (const [number, kind] of KINDS.entries()) {
      const bytes = seededBytes(number, 100 + number);
      await writeFile(store, kind, hash('sha256', bytes), bytes);
    }
    await writeFile(store, 'config', 'config', Buffer.from('the config'));
    for (const [number, kind] of KINDS.entries()) {
      const bytes = seededBytes(number, 100 + number);
      const id = hash('sha256', bytes);
      assert.equal([...(await listAll(store, kind))], [[id, 100 + number]]);
      assert.equal(await store.stat(kind, id), { name: id, sizeBytes: 100 + number });
      assert.ok((await store.read(kind, id)).equals(bytes));
    }
    assert.equal([...(await listAll(store, 'config'))], [['config', 10]]);
    assert.is((await store.read('config', 'config')).toString(), 'the config');
  });

  contract('keeps what is there when it is created again', async () => {
    const store = await created();
    await writeFile(store, 'keys', 'ab'.repeat(32), Buffer.from('kept'));
    await store.create();
    assert.is((await store.read('keys', 'ab'.repeat(32))).toString(), 'kept');
  });

  contract('reads exactly the range that is asked for', async () => {
    const store = await created();
    const bytes = seededBytes(3, 100_000);
    const id = hash('sha256', bytes);
    await writeFile(store, 'data', id, bytes);
    for (const [offset, length] of [
      [0, 0],
      [0, 1],
      [99_999, 1],
      [100_000, 0],
      [1234, 70_000],
      [0, 100_000],
    ] as const)
      assert.ok((await store.read('data', id, { offset, length })).equals(bytes.subarray(offset, offset + length)), `${offset} ${length}`);
  });

  contract('calls a file that ends too early damaged, also when asked for nonsense', async () => {
    const store = await created();
    const id = 'cd'.repeat(32);
    await writeFile(store, 'data', id, seededBytes(3, 1000));
    for (const range of [
      { offset: 0, length: 1001 },
      { offset: 999, length: 2 },
      { offset: 1001, length: 0 },
      { offset: 4_000_000_000, length: 4_294_967_295 },
      { offset: 0, length: 2 ** 50 },
    ])
      assert.is(await faultOf(store.read('data', id, range)), 'repository.damaged', JSON.stringify(range));
  });

  contract('says which files are missing', async () => {
    const store = await created();
    const id = 'ef'.repeat(32);
    for (const kind of KINDS) {
      assert.is(await store.stat(kind, id), undefined);
      assert.is(await faultOf(store.read(kind, id)), 'store.file.missing');
    }
    assert.is(await store.stat('config', 'config'), undefined);
    assert.is(await faultOf(store.read('config', 'config')), 'store.file.missing');
  });

  contract('shows a staged file to nobody before it is committed', async () => {
    const store = await created();
    const id = '12'.repeat(32);
    await using staged = await store.stage('data');
    await staged.append(seededBytes(1, 70_000));
    assert.is((await listAll(store, 'data')).size, 0);
    await staged.append(seededBytes(2, 5));
    await staged.commit(id);
    assert.equal([...(await listAll(store, 'data'))], [[id, 70_005]]);
    assert.ok((await store.read('data', id)).equals(Buffer.concat([seededBytes(1, 70_000), seededBytes(2, 5)])));
  });

  contract('forgets a staged file that is left without a commit', async () => {
    const store = await created();
    for (const kind of [...KINDS, 'config'] as const) {
      const staged = await store.stage(kind);
      await staged.append(Buffer.from('half of a file'));
      await staged[Symbol.asyncDispose]();
      await staged[Symbol.asyncDispose](); // leaving twice is leaving
      assert.is((await listAll(store, kind)).size, 0);
    }
  });

  contract('stages many files at once without mixing them up', async () => {
    const store = await created();
    const files = Array.from({ length: 20 }, (_, number) => seededBytes(number, 1000 + number));
    await Promise.all(
      files.map(async (bytes) => {
        await using staged = await store.stage('data');
        for (let at = 0; at < bytes.length; at += 100) await staged.append(bytes.subarray(at, at + 100));
        await staged.commit(hash('sha256', bytes));
      }),
    );
    assert.is((await listAll(store, 'data')).size, 20);
    for (const bytes of files) assert.ok((await store.read('data', hash('sha256', bytes))).equals(bytes));
  });

  contract('writes what is there and removes what is gone', async () => {
    const store = await created();
    const id = '34'.repeat(32);
    for (const kind of KINDS) {
      await writeFile(store, kind, id, Buffer.from('same'));
      await writeFile(store, kind, id, Buffer.from('same'));
      assert.is((await store.read(kind, id)).toString(), 'same');
      await store.remove(kind, id);
      await store.remove(kind, id);
      assert.is(await store.stat(kind, id), undefined);
    }
  });

  contract('is not taken for empty once its config is gone', async () => {
    const store = await created();
    const listed = async () => await Array.fromAsync(listThere(store, 'snapshots'));
    assert.is(await faultOf(listed), 'store.unreachable');
    await writeFile(store, 'config', 'config', Buffer.from('there'));
    assert.equal(await listed(), []);
  });

  contract.run();
}
