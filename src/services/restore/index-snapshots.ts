/**
 * Brings the snapshots of a repository into the index of names: looks into trees only where they differ from what the index holds.
 *
 * Owns: how a tree's node is told to the index, and what a tree that cannot be read means: its folder counts as empty, that is counted,
 * and the next snapshot looks again. Invariant: may be ended anywhere, also by a power cut; what is missing is done the next time.
 */
import { hash } from 'node:crypto';
import { isFault } from '../../base/index.ts';
import { type FolderToRead, type NamedEntry, type NameWriter, ROOT } from '../../box/names/index.ts';
import { type Repository, readTreeNodes, type Snapshot, type TreeNode } from '../../repository/index.ts';

export interface IndexedSoFar {
  readonly snapshotsDone: number;
  readonly snapshotsTotal: number;
  /** Entries that were looked at. */
  readonly entries: number;
  /** Folders that could not be read. */
  readonly gaps: number;
}

export interface IndexingOptions {
  readonly snapshots: readonly Snapshot[];
  /** Ids of files of snapshots, damaged ones among them: only what is gone is taken out. */
  readonly isThere: (id: string) => boolean;
  /** Throws when the work is to end. Asked for every entry. */
  readonly goOn: () => void;
  readonly onProgress?: ((soFar: IndexedSoFar) => void) | undefined;
}

/** Oldest first, as neighbours differ least. Throws the store's Faults and what `goOn` throws. */
export async function indexSnapshots(repository: Repository, writer: NameWriter, options: IndexingOptions): Promise<IndexedSoFar> {
  const { snapshots, goOn } = options;
  for (const _ of writer.forget(options.isThere)) goOn();
  const known = writer.known();
  const missing = snapshots.filter(({ id }) => !known.has(id));
  const walk = new Walk(repository, writer, goOn);
  const soFar = (done: number): IndexedSoFar => {
    const snapshotsDone = snapshots.length - missing.length + done;
    return { snapshotsDone, snapshotsTotal: snapshots.length, entries: walk.entries, gaps: walk.gaps };
  };
  for (const [done, snapshot] of missing.entries()) {
    options.onProgress?.(soFar(done));
    await walk.snapshot(snapshot);
  }
  return soFar(missing.length);
}

class Walk {
  readonly #repository: Repository;
  readonly #writer: NameWriter;
  readonly #goOn: () => void;
  /** Whether another program may have moved trees since the index was read. */
  #mayLookAgain = true;
  entries = 0;
  gaps = 0;

  constructor(repository: Repository, writer: NameWriter, goOn: () => void) {
    this.#repository = repository;
    this.#writer = writer;
    this.#goOn = goOn;
  }

  async snapshot({ id, hostname = '', paths, time, tree }: Snapshot): Promise<void> {
    const gapsBefore = this.gaps;
    this.#mayLookAgain = true;
    this.#writer.begin({ id, host: hostname, paths, timeMs: Date.parse(time) });
    if (!this.#writer.holds(ROOT, tree)) await this.#folder({ path: ROOT, tree, isFresh: false });
    this.#writer.finish(this.gaps - gapsBefore);
  }

  /** Whether all of it could be read. */
  async #folder(folder: FolderToRead): Promise<boolean> {
    this.#goOn();
    const gapsBefore = this.gaps;
    for (const below of this.#writer.update(folder, this.#named(await this.#nodes(folder.tree)))) {
      this.#writer.pause();
      await this.#folder(below);
    }
    this.#writer.pause();
    const isWhole = this.gaps === gapsBefore;
    if (isWhole) this.#writer.settle(folder.path, folder.tree);
    return isWhole;
  }

  async #nodes(tree: string): Promise<Iterable<TreeNode>> {
    if (tree === NO_TREE) return this.#gap();
    try {
      return await readTreeNodes(this.#repository, tree);
    } catch (error) {
      if (!isFault(error, 'repository.blob.missing', 'repository.damaged')) throw error;
      if (!this.#mayLookAgain) return this.#gap();
      this.#mayLookAgain = false;
      this.#repository.forgetIndex();
      return await this.#nodes(tree);
    }
  }

  /** A folder that turns out to be damaged in its middle ends there. */
  *#named(nodes: Iterable<TreeNode>): Generator<NamedEntry> {
    try {
      for (const node of nodes) {
        this.#goOn();
        this.entries++;
        yield entryOf(node);
      }
    } catch (error) {
      if (!isFault(error, 'repository.damaged')) throw error;
      this.#gap();
    }
  }

  #gap(): TreeNode[] {
    this.gaps++;
    return [];
  }
}

/** Stands for the tree that a damaged node of a folder does not name. */
const NO_TREE = '';
const KINDS: Readonly<Record<string, NamedEntry['kind']>> = { file: 'file', dir: 'dir', symlink: 'symlink' };

function entryOf(node: TreeNode): NamedEntry {
  const { name, type, sizeBytes, mtimeNs } = node;
  const mtimeMs = Number(mtimeNs / 1_000_000n);
  const tree = type === 'dir' ? (node.subtree ?? NO_TREE) : undefined;
  return { name, kind: KINDS[type] ?? 'other', sizeBytes: type === 'dir' ? 0 : sizeBytes, mtimeMs, mark: markOf(node), tree };
}

const MARK_DIGITS = 11;

/** What makes an entry another version: its content, size, time of change, or where a link leads. Of a folder only the time. */
function markOf({ type, otherType, sizeBytes, mtimeNs, content, linkTarget, device }: TreeNode): number {
  const about = `${type}/${otherType}/${sizeBytes}/${mtimeNs}/${device}/${linkTarget}/${content?.join()}`;
  return Number.parseInt(hash('sha256', about).slice(0, MARK_DIGITS), 16);
}
