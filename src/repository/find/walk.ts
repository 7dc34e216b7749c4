/**
 * The walk of a search: the trees of many snapshots, one snapshot after the other.
 *
 * A tree below which nothing was found is not read again where the same is looked for, however many snapshots hold it; a tree with
 * finds is, as they are told for each snapshot. Memory: a bit a blob for each state of the search, and the folders on the way.
 */
import { type ByteString, childPath, type Fault, isFault } from '../../base/index.ts';
import { readTreeNodes } from '../browse.ts';
import type { BlobTable } from '../index/table.ts';
import { BlobSet } from '../reachable.ts';
import type { Repository } from '../repository.ts';
import type { Snapshot } from '../snapshots.ts';
import type { TreeNode } from '../trees/node.ts';

/** An entry on the way. */
export interface Visited {
  readonly snapshot: Snapshot;
  /** From the root of the snapshot, without a slash at the front. */
  readonly path: ByteString;
  readonly node: TreeNode;
  /** The tree that holds the entry. */
  readonly tree: string;
}

/** What is looked for. */
export interface Search<Find> {
  /** Where the search stands at the root. Folders of equal state and equal tree hold the same finds. */
  readonly start: string;
  /** The state at an entry of a folder; '' when nothing below is of interest. */
  step(state: string, name: ByteString): string;
  /** What the entry itself is worth. */
  findsAt(visited: Visited, state: string): readonly Find[];
}

export interface SearchOptions {
  readonly signal: AbortSignal;
  /** Told of a folder that cannot be read, when the search shall go on without it; else its Fault ends the search. */
  readonly onDamage?: ((damage: Fault, at: { readonly snapshot: Snapshot; readonly path: ByteString }) => void) | undefined;
}

/** More states than this are not remembered, so that odd patterns cost time and not memory. */
const MOST_STATES = 32;

/** Finds in the order of the snapshots, then of the trees. Throws 'repository.blob.missing', 'repository.damaged', store Faults. */
export async function* searchSnapshots<Find>(
  repository: Repository,
  search: Search<Find>,
  { snapshots, ...options }: SearchOptions & { readonly snapshots: readonly Snapshot[] },
): AsyncGenerator<Find> {
  const walk = new Walk(repository, search, { ...options, table: (await repository.index()).table });
  for (const snapshot of snapshots) yield* walk.below({ snapshot, path: '' as ByteString, tree: snapshot.tree, state: search.start });
}

interface Folder {
  readonly snapshot: Snapshot;
  readonly path: ByteString;
  readonly tree: string;
  readonly state: string;
}

class Walk<Find> {
  readonly #repository: Repository;
  readonly #search: Search<Find>;
  readonly #options: SearchOptions & { readonly table: BlobTable };
  /** Trees that hold no find, by state. */
  readonly #fruitless = new Map<string, BlobSet>();

  constructor(repository: Repository, search: Search<Find>, options: SearchOptions & { readonly table: BlobTable }) {
    this.#repository = repository;
    this.#search = search;
    this.#options = options;
  }

  /** Returns whether the tree is known to hold no find. */
  async *below(folder: Folder): AsyncGenerator<Find, boolean> {
    const id = Buffer.from(folder.tree, 'hex');
    if (this.#fruitless.get(folder.state)?.has(id, 'tree')) return true;
    let isFruitless = true;
    try {
      for (const node of await readTreeNodes(this.#repository, folder.tree)) {
        this.#options.signal.throwIfAborted();
        const path = childPath(folder.path, node.name);
        const state = this.#search.step(folder.state, node.name);
        for (const find of this.#search.findsAt({ snapshot: folder.snapshot, path, node, tree: folder.tree }, state)) {
          isFruitless = false;
          yield find;
        }
        if (node.subtree === undefined || state === '') continue;
        if (!(yield* this.below({ snapshot: folder.snapshot, path, tree: node.subtree, state }))) isFruitless = false;
      }
    } catch (error) {
      if (!this.#options.onDamage || !isFault(error, 'repository.damaged', 'repository.blob.missing')) throw error;
      this.#options.onDamage(error, folder);
      return false;
    }
    if (isFruitless) this.#remember(folder.state, id);
    return isFruitless;
  }

  #remember(state: string, tree: Uint8Array): void {
    let trees = this.#fruitless.get(state);
    if (!trees) {
      if (this.#fruitless.size === MOST_STATES) return;
      trees = new BlobSet(this.#options.table);
      this.#fruitless.set(state, trees);
    }
    trees.add(tree, 'tree');
  }
}
