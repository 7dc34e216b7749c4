/**
 * What a restore of each snapshot would write: all entries and their sizes, hard links once a snapshot.
 *
 * Sums of trees without hard links are kept, so shared ones are read once. Memory: two numbers a blob of the index, and in a
 * snapshot an entry for each file that has several links.
 */
import { readTreeNodes } from '../browse.ts';
import { notIndexed } from '../index/load.ts';
import type { BlobTable } from '../index/table.ts';
import type { Repository } from '../repository.ts';
import type { Snapshot } from '../snapshots.ts';
import type { TreeNode } from '../trees/node.ts';

interface Sum {
  readonly files: number;
  readonly totalBytes: number;
}

interface TreeSum extends Sum {
  /** Whether the sum is the same wherever the tree is. */
  readonly isFixed: boolean;
}

export async function countRestored(repository: Repository, snapshots: readonly Snapshot[], signal: AbortSignal): Promise<Sum> {
  const sums = new FixedSums((await repository.index()).table);
  let [files, totalBytes] = [0, 0];
  for (const { tree } of snapshots) {
    const sum = await sumOf(repository, tree, { sums, seenLinks: new Set(), signal });
    files += sum.files;
    totalBytes += sum.totalBytes;
  }
  return { files, totalBytes };
}

interface Counting {
  readonly sums: FixedSums;
  /** Inodes of files that have several links. */
  readonly seenLinks: Set<string>;
  readonly signal: AbortSignal;
}

async function sumOf(repository: Repository, tree: string, counting: Counting): Promise<TreeSum> {
  const slot = counting.sums.slotOf(tree);
  const known = counting.sums.get(slot);
  if (known) return { ...known, isFixed: true };
  let [files, totalBytes, isFixed] = [0, 0, true];
  for (const node of await readTreeNodes(repository, tree)) {
    counting.signal.throwIfAborted();
    files++;
    if (isLinked(node)) isFixed = false;
    if (!isLinked(node) || isFirstLink(node, counting.seenLinks)) totalBytes += node.sizeBytes;
    if (node.subtree === undefined) continue;
    const below = await sumOf(repository, node.subtree, counting);
    files += below.files;
    totalBytes += below.totalBytes;
    isFixed &&= below.isFixed;
  }
  if (isFixed) counting.sums.set(slot, { files, totalBytes });
  return { files, totalBytes, isFixed };
}

function isLinked({ type, links, inode, sizeBytes }: TreeNode): boolean {
  return type !== 'dir' && links !== 1n && inode !== 0n && sizeBytes > 0;
}

function isFirstLink({ inode, deviceId }: TreeNode, seen: Set<string>): boolean {
  const key = `${inode} ${deviceId}`;
  return !seen.has(key) && seen.add(key) !== undefined;
}

/** Sums by the slots of trees in the table of blobs. */
class FixedSums {
  readonly #table: BlobTable;
  /** One more than the files; 0 where no sum is known. */
  readonly #files: Float64Array;
  readonly #bytes: Float64Array;

  constructor(table: BlobTable) {
    this.#table = table;
    this.#files = new Float64Array(table.size + 1);
    this.#bytes = new Float64Array(table.size + 1);
  }

  slotOf(tree: string): number {
    const slot = this.#table.slot(Buffer.from(tree, 'hex'), 'tree');
    if (slot === 0) throw notIndexed('tree', tree);
    return slot;
  }

  get(slot: number): Sum | undefined {
    return this.#files[slot] === 0 ? undefined : { files: this.#files[slot]! - 1, totalBytes: this.#bytes[slot]! };
  }

  set(slot: number, { files, totalBytes }: Sum): void {
    this.#files[slot] = files + 1;
    this.#bytes[slot] = totalBytes;
  }
}
