/** Small blobs of a pack, read together. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault } from '../../src/base/index.ts';
import { PackWindows } from '../../src/repository/packs/windows.ts';
import type { Store } from '../../src/repository/stores/store.ts';

const windows = suite('blobs read in windows');

const PACK = Buffer.from(Array.from({ length: 3 << 20 }, (_, at) => (at * 7919) >> 3));

/** A store with one pack, of which the bytes from `bad.from` to `bad.to` cannot be read; `reads` lists what was asked for. */
function storeWith(bad = { from: 0, to: 0 }): { store: Store; reads: string[] } {
  const reads: string[] = [];
  const read: Store['read'] = async (_kind, _name, range) => {
    const { offset, length } = range!;
    reads.push(`${offset}+${length}`);
    if (offset < bad.to && offset + length > bad.from) throw new Fault('store.unreachable', 'the disk could not read it');
    return PACK.subarray(offset, offset + length);
  };
  return { store: { read } as Partial<Store> as Store, reads };
}

windows('are the bytes that were asked for, wherever they lie', async () => {
  const reader = new PackWindows(storeWith().store);
  for (const [offset, length] of [
    [0, 10],
    [2_000_000, 300],
    [1_999_000, 900],
    [100, 600_000],
    [3_145_000, 728],
    [5, 1],
  ] as const) {
    assert.ok((await reader.read('p', { offset, length })).equals(PACK.subarray(offset, offset + length)), `${offset}+${length}`);
  }
});

windows('cost one read of the store for all that lies before the first', async () => {
  const { store, reads } = storeWith();
  const reader = new PackWindows(store);
  for (let offset = 900_000; offset > 400_000; offset -= 1000) await reader.read('p', { offset, length: 1000 });
  assert.is(reads.length, 1);
});

windows('are told apart by their pack', async () => {
  const { store, reads } = storeWith();
  const reader = new PackWindows(store);
  for (const pack of ['a', 'b', 'a', 'b']) await reader.read(pack, { offset: 1000, length: 10 });
  assert.is(reads.length, 2);
});

windows('give a blob that is whole beside a place that cannot be read', async () => {
  const { store, reads } = storeWith({ from: 500_000, to: 500_512 });
  const reader = new PackWindows(store);
  assert.ok((await reader.read('p', { offset: 600_000, length: 50 })).equals(PACK.subarray(600_000, 600_050)));
  assert.equal(reads.at(-1), '600000+50');
});

windows.run();
