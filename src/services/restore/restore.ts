/**
 * `Restore`: looks into snapshots and gives back what is in them. Changes nothing.
 *
 * Owns: how a folder is ordered for people, what a file or a folder is called when it leaves. Does not own: bytes of HTTP.
 */
import { createHash } from 'node:crypto';
import { type ByteString, Fault, toDisplay } from '../../base/index.ts';
import {
  findNode,
  findSnapshot,
  isBoxSnapshot,
  listFolder,
  type Repository,
  readFile,
  readTree,
  type Snapshot,
  snapshotListOf,
  type TreeListing,
  type TreeNode,
} from '../../repository/index.ts';
import { type ChangeCounts, type ComparedFolder, type ComparedSides, compareFolder, countDifferences } from './compare.ts';
import { ofPeople } from './people-only.ts';
import { zipFolder, zipName } from './zip.ts';

export interface Folder {
  readonly snapshot: Snapshot;
  readonly path: ByteString;
  /** Names the content: the same mark means the same entries. */
  readonly mark: string;
  readonly total: number;
  /** Entries from `offset` on: folders first, each kind in the order people expect of names. Throws 'repository.damaged'. */
  page(offset: number, limit: number): TreeNode[];
  /** Where an entry stands in that order; -1 when it is not there. */
  indexOf(name: ByteString): number;
}

export interface OpenFile {
  readonly name: ByteString;
  readonly sizeBytes: number;
  readonly mark: string;
  readonly modified: Date;
  /** The bytes of a range, or all of them. */
  read(range: { offset: number; length: number } | undefined, signal: AbortSignal): AsyncGenerator<Buffer>;
}

/** Two snapshots by their ids, and a folder that one of them or both have. */
export interface SidesToCompare {
  readonly before: string;
  readonly after: string;
  readonly path: ByteString;
}

/** Entries of ordered folders that are kept; the last folder is, whatever its size. */
const ENTRIES_KEPT = 40_000;
const byName = new Intl.Collator(undefined, { numeric: true });

export class Restore {
  readonly #repository: () => Repository;
  /** Ordered folders by tree, the last used ones: a large folder is asked for in pages. */
  readonly #ordered = new Map<string, OrderedFolder>();

  /** `repository` gives the open repository or throws why there is none. */
  constructor(repository: () => Repository) {
    this.#repository = repository;
  }

  /** Newest first; those that are damaged are left to `damagedSnapshots`, and those of the box's own memory are nobody's files. */
  async snapshots(): Promise<Snapshot[]> {
    return (await snapshotListOf(this.#repository()).read()).snapshots.filter((each) => !isBoxSnapshot(each)).toReversed();
  }

  /** One sentence for each snapshot that cannot be read. */
  async damagedSnapshots(): Promise<string[]> {
    return (await snapshotListOf(this.#repository()).read()).damaged.map(({ message }) => message);
  }

  /** Throws 'snapshot.unknown' or 'snapshot.ambiguous'. */
  async snapshot(id: string): Promise<Snapshot> {
    return ofPeople((await snapshotListOf(this.#repository()).find(id)) ?? (await findSnapshot(this.#repository(), id)));
  }

  async folder(id: string, path: ByteString): Promise<Folder> {
    const snapshot = await this.snapshot(id);
    const node = await this.#find(snapshot, path, 'dir');
    const { listing, order } = await this.#orderedFolder(node.subtree!);
    const page = (offset: number, limit: number) => [...order.subarray(offset, offset + limit)].map((entry) => listing.nodeOf(entry));
    const indexOf = (name: ByteString) => order.findIndex((entry) => listing.nameOf(entry) === name);
    return { snapshot, path, mark: node.subtree!, total: order.length, page, indexOf };
  }

  async file(id: string, path: ByteString): Promise<OpenFile> {
    const node = await this.#find(await this.snapshot(id), path, 'file');
    const repository = this.#repository();
    return {
      name: node.name,
      sizeBytes: node.sizeBytes,
      mark: createHash('sha256')
        .update((node.content ?? []).join())
        .digest('hex'),
      modified: new Date(Number(node.mtimeNs / 1_000_000n)),
      read: (range, signal) => readFile(repository, node, signal, range),
    };
  }

  /** The ZIP's name without ending, and its bytes. What can be known to be broken before the first byte is thrown here. */
  async zip(id: string, path: ByteString, signal: AbortSignal): Promise<{ name: string; content: AsyncGenerator<Buffer> }> {
    const snapshot = await this.snapshot(id);
    const node = await this.#find(snapshot, path, 'dir');
    await readTree(this.#repository(), node.subtree!);
    const name = zipName(node, snapshot.id);
    return { name, content: zipFolder(this.#repository(), node, { name, signal }) };
  }

  /**
   * What differs directly in a folder from one snapshot to the other, a page of it: past the name that `past` gives.
   * Throws 'snapshot.path.unknown' when neither has the folder.
   */
  async compare(sides: SidesToCompare, options: { past?: ByteString; limit?: number; signal: AbortSignal }): Promise<ComparedFolder> {
    return await compareFolder(this.#repository(), await this.#sides(sides), options);
  }

  /** How much differs in the folder and all below it; for large differences this takes a while. Throws as `compare`. */
  async countDifferences(sides: SidesToCompare, signal: AbortSignal): Promise<ChangeCounts> {
    return await countDifferences(this.#repository(), await this.#sides(sides), signal);
  }

  async #sides({ before, after, path }: SidesToCompare): Promise<ComparedSides> {
    return { before: await this.snapshot(before), after: await this.snapshot(after), path };
  }

  async #find(snapshot: Snapshot, path: ByteString, type: 'file' | 'dir'): Promise<TreeNode> {
    const node = await findNode(this.#repository(), snapshot.tree, path);
    const isThat = node.type === type && (type === 'file' || node.subtree !== undefined);
    if (!isThat) throw new Fault('snapshot.path.unknown', `${toDisplay(path)} is not a ${type === 'dir' ? 'folder' : 'file'}.`);
    return node;
  }

  async #orderedFolder(treeId: string): Promise<OrderedFolder> {
    const folder = this.#ordered.get(treeId) ?? ordered(await listFolder(this.#repository(), treeId));
    this.#ordered.delete(treeId);
    this.#ordered.set(treeId, folder);
    let kept = this.#ordered.values().reduce((sum, { order }) => sum + order.length, 0);
    for (const [tree, { order }] of this.#ordered) {
      if (kept <= ENTRIES_KEPT || tree === treeId) break;
      this.#ordered.delete(tree);
      kept -= order.length;
    }
    return folder;
  }
}

/** A folder, and its entries' numbers in the order for people. */
interface OrderedFolder {
  readonly listing: TreeListing;
  readonly order: Uint32Array;
}

function ordered(listing: TreeListing): OrderedFolder {
  const entries = Array.from({ length: listing.length }, (_, entry) => {
    return { entry, name: toDisplay(listing.nameOf(entry)), rank: listing.isFolder(entry) ? 0 : 1 };
  });
  entries.sort((a, b) => a.rank - b.rank || byName.compare(a.name, b.name) || a.entry - b.entry);
  return { listing, order: Uint32Array.from(entries, ({ entry }) => entry) };
}
