/**
 * Files of different content, whatever their names, and the blobs they consist of.
 *
 * As in restic, everything without content (folders and links, too) counts as one such file.
 * Memory: a bit a blob; a hash for each file of several blobs; for blobs per file also one for each path and each of its blobs.
 */
import { createHash } from 'node:crypto';
import type { ByteString } from '../../base/index.ts';
import { readTreeNodes } from '../browse.ts';
import { notIndexed } from '../index/load.ts';
import type { BlobTable } from '../index/table.ts';
import { BlobSet } from '../reachable.ts';
import type { Repository } from '../repository.ts';
import type { Snapshot } from '../snapshots.ts';
import type { TreeNode } from '../trees/node.ts';

export async function countByContents(
  repository: Repository,
  snapshots: readonly Snapshot[],
  signal: AbortSignal,
): Promise<{ files: number; totalBytes: number }> {
  let [files, totalBytes] = [0, 0];
  for await (const { node } of uniqueFiles(repository, snapshots, signal)) {
    files++;
    totalBytes += node.sizeBytes;
  }
  return { files, totalBytes };
}

export async function countBlobsPerFile(
  repository: Repository,
  snapshots: readonly Snapshot[],
  signal: AbortSignal,
): Promise<{ files: number; blobs: number; totalBytes: number }> {
  const { table } = await repository.index();
  const paths = new Set<string>();
  const references = new Set<string>();
  let totalBytes = 0;
  for await (const { path, node } of uniqueFiles(repository, snapshots, signal)) {
    for (const id of node.content ?? []) {
      paths.add(hashOf(path));
      const reference = hashOf(`${id} ${path}`);
      if (references.has(reference)) continue;
      references.add(reference);
      totalBytes += lengthOf(table, id);
    }
  }
  return { files: paths.size, blobs: references.size, totalBytes };
}

interface FileAt {
  readonly path: ByteString;
  readonly node: TreeNode;
}

/** The first entry of each content, each tree read once: one that was seen holds nothing new. */
async function* uniqueFiles(repository: Repository, snapshots: readonly Snapshot[], signal: AbortSignal): AsyncGenerator<FileAt> {
  const { table } = await repository.index();
  const trees = new BlobSet(table);
  const contents = new Contents(table);
  const below = async function* (tree: string, folder: string): AsyncGenerator<FileAt> {
    if (trees.add(Buffer.from(tree, 'hex'), 'tree') === false) return;
    for (const node of await readTreeNodes(repository, tree)) {
      signal.throwIfAborted();
      const path = `${folder}/${node.name}` as ByteString;
      if (contents.isNew(node)) yield { path, node };
      if (node.subtree !== undefined) yield* below(node.subtree, path);
    }
  };
  for (const { tree } of snapshots) yield* below(tree, '');
}

/** Contents that were seen. Most files are one blob, for which a bit does. */
class Contents {
  readonly #table: BlobTable;
  readonly #single: BlobSet;
  readonly #several = new Set<string>();
  #hasEmpty = false;

  constructor(table: BlobTable) {
    this.#table = table;
    this.#single = new BlobSet(table);
  }

  isNew({ content }: TreeNode): boolean {
    const [first, ...more] = content ?? [];
    if (first === undefined) {
      const wasThere = this.#hasEmpty;
      this.#hasEmpty = true;
      return !wasThere;
    }
    if (more.length === 0) {
      lengthOf(this.#table, first);
      return this.#single.add(Buffer.from(first, 'hex'), 'data') === true;
    }
    const hash = hashOf((content ?? []).join(''));
    const isNew = !this.#several.has(hash);
    this.#several.add(hash);
    return isNew;
  }
}

/** 128 bits are more than enough to tell them apart. */
function hashOf(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('latin1').slice(0, 16);
}

function lengthOf(table: BlobTable, id: string): number {
  const length = table.plainLength(Buffer.from(id, 'hex'), 'data');
  if (length === undefined) throw notIndexed('data', id);
  return length;
}
