/**
 * Which blobs the snapshots need: a bit for each entry of the table of blobs.
 *
 * Strict, because something is removed on its word: a tree that cannot be read, or a blob that no index lists, ends the walk.
 * Memory: a bit a blob, and the folders on the way, each tree once however many snapshots share it.
 */
import { readTreeNodes } from './browse.ts';
import { notIndexed } from './index/load.ts';
import type { BlobTable, BlobType, TableEntry } from './index/table.ts';
import type { Repository } from './repository.ts';
import type { Snapshot } from './snapshots.ts';

/** A set of blobs that the table knows, by their slots in it. */
export class BlobSet {
  readonly #table: BlobTable;
  readonly #bits: Uint8Array;

  /** Entries that are added to the table later do not fit in. */
  constructor(table: BlobTable) {
    this.#table = table;
    this.#bits = new Uint8Array(((table.size + 1) >> 3) + 1);
  }

  /** Whether the blob was not in the set before; undefined when the table does not know it. */
  add(id: Uint8Array, type: BlobType): boolean | undefined {
    const slot = this.#table.slot(id, type);
    if (slot === 0) return undefined;
    const bit = 1 << (slot & 7);
    if (this.#bits[slot >> 3]! & bit) return false;
    this.#bits[slot >> 3]! |= bit;
    return true;
  }

  has(id: Uint8Array, type: BlobType): boolean {
    return this.hasSlot(this.#table.slot(id, type));
  }

  /** The same by the blob's slot in the table. */
  hasSlot(slot: number): boolean {
    return slot !== 0 && (this.#bits[slot >> 3]! & (1 << (slot & 7))) !== 0;
  }

  /** All blobs of the set, in the table's order. */
  *entries(): Generator<TableEntry & { readonly slot: number }> {
    for (let slot = 1; slot >> 3 < this.#bits.length; slot++) if (this.hasSlot(slot)) yield { slot, ...this.#table.entry(slot) };
  }
}

export interface Reachable {
  readonly blobs: BlobSet;
  readonly count: number;
}

/** Throws 'repository.blob.missing', 'repository.damaged' and the store's Faults. */
export async function reachableBlobs(repository: Repository, snapshots: readonly Snapshot[], signal: AbortSignal): Promise<Reachable> {
  const { table } = await repository.index();
  const blobs = new BlobSet(table);
  let count = 0;
  const isNew = (id: string, type: BlobType): boolean => {
    const added = blobs.add(Buffer.from(id, 'hex'), type);
    if (added === undefined) throw notIndexed(type, id);
    if (added) count++;
    return added;
  };
  const trees = snapshots.map(({ tree }) => tree);
  for (let tree = trees.pop(); tree !== undefined; tree = trees.pop()) {
    signal.throwIfAborted();
    if (!isNew(tree, 'tree')) continue;
    for (const node of await readTreeNodes(repository, tree)) {
      for (const id of node.content ?? []) isNew(id, 'data');
      if (node.subtree !== undefined) trees.push(node.subtree);
    }
  }
  return { blobs, count };
}
