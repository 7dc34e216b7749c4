/**
 * What changed from one folder of a snapshot to another: both trees side by side, equal ones skipped.
 *
 * Owns: changes and counts. Invariant: changes come in the order of paths; blobs are counted at the end, as a blob is new only when
 * nothing on the other side needs it, what both sides share included.
 * Memory: four bits a blob, and the folders on the way. Source: restic's manual, "Comparing Snapshots".
 */
import { type ByteString, childPath, Fault, toDisplay } from '../../base/index.ts';
import { findNode, readTreeNodes } from '../browse.ts';
import { iterateLocked } from '../locking.ts';
import type { Repository } from '../repository.ts';
import type { Snapshot } from '../snapshots.ts';
import type { TreeNode } from '../trees/node.ts';
import { DiffBlobs } from './blobs.ts';
import { contentDiffers, metadataDiffers, restDiffers } from './nodes.ts';
import { type Pair, sideBySide } from './side-by-side.ts';

export interface DiffSide {
  readonly snapshot: Snapshot;
  /** The folder to compare, as seen from the root of the snapshot; the root unless given. */
  readonly folder?: ByteString | undefined;
}

export interface DiffOptions {
  readonly before: DiffSide;
  readonly after: DiffSide;
  /** Tell also of entries of which only metadata changed; as in restic, a folder of another content is one. */
  readonly metadata?: boolean | undefined;
  readonly noLock?: boolean | undefined;
  readonly signal: AbortSignal;
}

export interface DiffCounts {
  readonly files: number;
  readonly dirs: number;
  readonly others: number;
  readonly dataBlobs: number;
  readonly treeBlobs: number;
  /** Of these blobs, before compression. */
  readonly bytes: number;
}

/**
 * `modifier` as restic writes it: `+` added, `-` removed, or of the letters T (type), M (content), U (metadata), ? (content alone:
 * perhaps the disk's decay) those that hold.
 */
export type Difference =
  | { readonly kind: 'change'; readonly modifier: string; readonly path: ByteString; readonly isFolder: boolean }
  | { readonly kind: 'statistics'; readonly changedFiles: number; readonly added: DiffCounts; readonly removed: DiffCounts };

/**
 * Changes in the order of paths (seen from the compared folders), statistics last.
 * Throws 'snapshot.path.unknown', 'repository.damaged', 'repository.blob.missing' and the store's Faults.
 */
export function diff(repository: Repository, options: DiffOptions): AsyncGenerator<Difference> {
  const need = { mode: 'read', noLock: options.noLock, signal: options.signal } as const;
  return iterateLocked(repository, need, async function* (signal) {
    const [before, after] = [await treeOf(repository, options.before), await treeOf(repository, options.after)];
    const comparison = new Comparison(repository, (await repository.index()).table, { ...options, signal });
    yield* comparison.run(before, after);
  });
}

async function treeOf(repository: Repository, { snapshot, folder = '' as ByteString }: DiffSide): Promise<string> {
  const { subtree } = await findNode(repository, snapshot.tree, folder);
  if (subtree === undefined) throw new Fault('snapshot.path.unknown', `'${toDisplay(folder)}' in the snapshot is no folder.`);
  return subtree;
}

class Comparison {
  readonly #repository: Repository;
  readonly #blobs: DiffBlobs;
  readonly #options: DiffOptions;
  readonly #added = { files: 0, dirs: 0, others: 0 };
  readonly #removed = { files: 0, dirs: 0, others: 0 };
  #changedFiles = 0;

  constructor(repository: Repository, table: ConstructorParameters<typeof DiffBlobs>[0], options: DiffOptions) {
    this.#repository = repository;
    this.#blobs = new DiffBlobs(table);
    this.#options = options;
  }

  async *run(before: string, after: string): AsyncGenerator<Difference> {
    this.#blobs.addTree('before', before);
    this.#blobs.addTree('after', after);
    yield* this.#trees(before, after, '' as ByteString);
    await this.#blobs.addShared(this.#repository, this.#options.signal);
    const { added, removed } = this.#blobs.count();
    yield {
      kind: 'statistics',
      changedFiles: this.#changedFiles,
      added: { ...this.#added, ...added },
      removed: { ...this.#removed, ...removed },
    };
  }

  async *#trees(before: string, after: string, folder: ByteString): AsyncGenerator<Difference> {
    if (before === after) return this.#blobs.share(before);
    const pairs = sideBySide(await readTreeNodes(this.#repository, before), await readTreeNodes(this.#repository, after));
    for (const pair of pairs) {
      this.#options.signal.throwIfAborted();
      if (pair.before) this.#blobs.addNode('before', pair.before);
      if (pair.after) this.#blobs.addNode('after', pair.after);
      if (pair.before && pair.after) yield* this.#both(pair.before, pair.after, folder);
      else yield* this.#one(pair, folder);
    }
  }

  async *#both(before: TreeNode, after: TreeNode, folder: ByteString): AsyncGenerator<Difference> {
    const modifier = this.#modifierOf(before, after);
    const path = childPath(folder, after.name);
    if (modifier !== '') yield { kind: 'change', modifier, path, isFolder: after.type === 'dir' };
    if (before.subtree !== undefined && after.subtree !== undefined) yield* this.#trees(before.subtree, after.subtree, path);
  }

  #modifierOf(before: TreeNode, after: TreeNode): string {
    const type = before.type === after.type ? '' : 'T';
    if (contentDiffers(before, after)) {
      this.#changedFiles++;
      return `${type}M${restDiffers(before, after) ? '' : '?'}`;
    }
    return `${type}${this.#options.metadata && metadataDiffers(before, after) ? 'U' : ''}`;
  }

  /** An entry that only one side has, with all that it holds. */
  async *#one({ before, after }: Pair, folder: ByteString): AsyncGenerator<Difference> {
    const node = (before ?? after)!;
    const counts = before ? this.#removed : this.#added;
    if (node.type === 'file') counts.files++;
    else if (node.type === 'dir') counts.dirs++;
    else counts.others++;
    const path = childPath(folder, node.name);
    yield { kind: 'change', modifier: before ? '-' : '+', path, isFolder: node.type === 'dir' };
    if (node.subtree === undefined) return;
    for (const child of await readTreeNodes(this.#repository, node.subtree)) {
      this.#options.signal.throwIfAborted();
      this.#blobs.addNode(before ? 'before' : 'after', child);
      yield* this.#one(before ? { before: child, after: undefined } : { before: undefined, after: child }, path);
    }
  }
}
