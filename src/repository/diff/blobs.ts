/** Which blobs each side of a comparison needs, and how many only one of them does. Memory: bits, a few a blob. */
import { readTreeNodes } from '../browse.ts';
import { notIndexed } from '../index/load.ts';
import type { BlobTable, BlobType } from '../index/table.ts';
import { BlobSet } from '../reachable.ts';
import type { Repository } from '../repository.ts';
import type { TreeNode } from '../trees/node.ts';

export interface BlobCounts {
  readonly dataBlobs: number;
  readonly treeBlobs: number;
  readonly bytes: number;
}

export class DiffBlobs {
  readonly #before: BlobSet;
  readonly #after: BlobSet;
  /** Below folders that are equal on both sides. */
  readonly #shared: BlobSet;
  /** The trees of such folders. */
  readonly #equal: BlobSet;

  constructor(table: BlobTable) {
    this.#before = new BlobSet(table);
    this.#after = new BlobSet(table);
    this.#shared = new BlobSet(table);
    this.#equal = new BlobSet(table);
  }

  addTree(side: 'before' | 'after', id: string): void {
    add(side === 'before' ? this.#before : this.#after, id, 'tree');
  }

  /** The blobs of a file, the tree of a folder. */
  addNode(side: 'before' | 'after', node: TreeNode): void {
    for (const id of node.content ?? []) add(side === 'before' ? this.#before : this.#after, id, 'data');
    if (node.subtree !== undefined) this.addTree(side, node.subtree);
  }

  /** Remembers a folder that is equal on both sides. */
  share(tree: string): void {
    add(this.#equal, tree, 'tree');
  }

  /** Looks into the equal folders, each tree once; not at all where no blob is on one side only. */
  async addShared(repository: Repository, signal: AbortSignal): Promise<void> {
    const { added, removed } = this.count();
    if (added.dataBlobs + added.treeBlobs + removed.dataBlobs + removed.treeBlobs === 0) return;
    for (const { id } of this.#equal.entries()) {
      const trees = [id];
      for (let tree = trees.pop(); tree !== undefined; tree = trees.pop()) {
        signal.throwIfAborted();
        if (!add(this.#shared, tree, 'tree')) continue;
        for (const node of await readTreeNodes(repository, tree)) {
          for (const data of node.content ?? []) add(this.#shared, data, 'data');
          if (node.subtree !== undefined) trees.push(node.subtree);
        }
      }
    }
  }

  count(): { added: BlobCounts; removed: BlobCounts } {
    return { added: this.#only(this.#after, this.#before), removed: this.#only(this.#before, this.#after) };
  }

  #only(here: BlobSet, there: BlobSet): BlobCounts {
    const counts = { dataBlobs: 0, treeBlobs: 0, bytes: 0 };
    for (const { slot, type, plainLength } of here.entries()) {
      if (there.hasSlot(slot) || this.#shared.hasSlot(slot)) continue;
      if (type === 'tree') counts.treeBlobs++;
      else counts.dataBlobs++;
      counts.bytes += plainLength;
    }
    return counts;
  }
}

/** Whether it was not in the set before. */
function add(set: BlobSet, id: string, type: BlobType): boolean {
  const added = set.add(Buffer.from(id, 'hex'), type);
  if (added === undefined) throw notIndexed(type, id);
  return added;
}
