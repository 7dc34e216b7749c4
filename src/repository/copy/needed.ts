/**
 * Which blobs of one repository another one lacks: a bit for each entry of the first one's table of blobs.
 *
 * Memory: a bit a blob, and the folders on the way, each tree once however many snapshots share it.
 */
import { readTreeNodes } from '../browse.ts';
import { isDamage } from '../check/problem.ts';
import { notIndexed } from '../index/load.ts';
import type { BlobTable, BlobType } from '../index/table.ts';
import { BlobSet } from '../reachable.ts';
import type { Repository } from '../repository.ts';
import type { Snapshot } from '../snapshots.ts';
import type { Broken } from './broken.ts';

export class NeededBlobs {
  readonly blobs: BlobSet;
  count = 0;
  /** As stored where they come from. */
  bytes = 0;
  readonly #from: BlobTable;
  readonly #to: BlobTable;

  constructor(from: BlobTable, to: BlobTable) {
    this.blobs = new BlobSet(from);
    this.#from = from;
    this.#to = to;
  }

  /** Marks the blob unless it is there already. False when the repository it should come from does not know it. */
  add(hex: string, type: BlobType): boolean {
    const id = Buffer.from(hex, 'hex');
    if (this.#from.slot(id, type) === 0) return false;
    if (!this.#to.has(id, type) && this.blobs.add(id, type)) {
      this.count++;
      this.bytes += this.#from.places(id, type)[0]!.length;
    }
    return true;
  }
}

/** Marks all that the snapshots need. What cannot be read goes into `broken`, and the walk goes on beside it. */
export async function markNeeded(
  from: Repository,
  snapshots: readonly Snapshot[],
  { needed, broken, signal }: { needed: NeededBlobs; broken: Broken; signal: AbortSignal },
): Promise<void> {
  const visited = new BlobSet((await from.index()).table);
  const mark = (id: string, type: BlobType) => {
    if (!needed.add(id, type)) broken.add(type, id, notIndexed(type, id));
  };
  const trees = snapshots.map(({ tree }) => tree);
  for (let tree = trees.pop(); tree !== undefined; tree = trees.pop()) {
    signal.throwIfAborted();
    mark(tree, 'tree');
    if (!visited.add(Buffer.from(tree, 'hex'), 'tree')) continue;
    try {
      for (const node of await readTreeNodes(from, tree)) {
        for (const id of node.content ?? []) mark(id, 'data');
        if (node.subtree !== undefined) trees.push(node.subtree);
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      broken.add('tree', tree, error);
    }
  }
}
