/**
 * Takes what snapshots need and this repository lost from another one that holds it.
 *
 * A blob is named by the SHA-256 of its content, so whoever has one of that name has the same, whatever key seals it there. Only adds.
 * Trees that cannot be read are fetched on the way, so what lies below them is found. Data counts as lost when no index lists it in a
 * pack that is there with its size; `repair packs` first finds data that is damaged inside a pack. Memory: the index, a bit a blob.
 */
import { type ByteString, childPath, isFault, type Report } from '../../base/index.ts';
import { readTreeNodes } from '../browse.ts';
import { loadPresent, type PresentIndex } from '../index/present.ts';
import { BlobTable } from '../index/table.ts';
import { withFreshIndex } from '../locking.ts';
import { BlobSet } from '../reachable.ts';
import type { Repository } from '../repository.ts';
import { listSnapshots, type Snapshot } from '../snapshots.ts';
import { readNodes } from '../trees/decode.ts';
import type { TreeNode } from '../trees/node.ts';
import { Additions } from './additions.ts';
import { type BlobName, blobFrom, refuseItself } from './proven.ts';

export interface RepairBlobsOptions {
  readonly signal: AbortSignal;
  readonly from: Repository;
  readonly report?: Report | undefined;
  /** A snapshot file that cannot be read; without a listener it is thrown. */
  readonly onDamage?: ((damage: Error) => void) | undefined;
  /** A blob that the other repository does not hold either, and the first place that needs it. */
  readonly onLost?: ((blob: BlobName, where: { snapshot: Snapshot; path: ByteString }) => void) | undefined;
}

export interface BlobsRepair {
  readonly blobsFetched: number;
  readonly bytesFetched: number;
  readonly blobsLost: number;
}

export async function repairBlobs(repository: Repository, options: RepairBlobsOptions): Promise<BlobsRepair> {
  const { from, signal } = options;
  refuseItself(repository, from);
  const ifCancelled = 'The repair was cancelled. What was fetched so far is taken again by the next one.';
  return await withFreshIndex(repository, { mode: 'write', signal, ifCancelled }, (ours) =>
    withFreshIndex(from, { mode: 'read', signal: ours, ifCancelled }, async (both) => {
      const snapshots = await listSnapshots(repository, {}, options.onDamage);
      const index = await loadPresent(repository);
      repository.useIndex(index);
      return await new Fetching(repository, index, { ...options, signal: both }).run(snapshots);
    }),
  );
}

interface Visit {
  readonly tree: string;
  readonly path: ByteString;
  readonly snapshot: Snapshot;
}

class Fetching {
  readonly #repository: Repository;
  readonly #index: PresentIndex;
  readonly #options: RepairBlobsOptions;
  /** Blobs that the walk has met: those the index lists, and the others. */
  readonly #known: BlobSet;
  readonly #unknown = BlobTable.create(0);
  readonly #additions: Additions;
  #trees = 0;
  readonly #result = { blobsFetched: 0, bytesFetched: 0, blobsLost: 0 };

  constructor(repository: Repository, index: PresentIndex, options: RepairBlobsOptions) {
    this.#repository = repository;
    this.#index = index;
    this.#options = options;
    this.#known = new BlobSet(index.table);
    this.#additions = new Additions(repository);
  }

  async run(snapshots: readonly Snapshot[]): Promise<BlobsRepair> {
    const { signal, report } = this.#options;
    await using additions = this.#additions;
    const visits: Visit[] = snapshots.map((snapshot) => ({ tree: snapshot.tree, path: '' as ByteString, snapshot }));
    for (let visit = visits.pop(); visit; visit = visits.pop()) {
      signal.throwIfAborted();
      if (!this.#isNew({ id: visit.tree, type: 'tree' })) continue;
      visits.push(...(await this.#visit(visit)));
      const { bytesFetched, blobsLost } = this.#result;
      report?.({ phase: 'repacking', filesDone: ++this.#trees, bytesDone: bytesFetched, errors: blobsLost });
    }
    await additions.finish();
    return this.#result;
  }

  /** The folders below. */
  async #visit(visit: Visit): Promise<Visit[]> {
    const below: Visit[] = [];
    const { snapshot } = visit;
    for (const node of await this.#nodes(visit)) {
      const path = childPath(visit.path, node.name);
      for (const id of node.content ?? []) await this.#data(id, { path, snapshot });
      if (node.subtree !== undefined) below.push({ tree: node.subtree, path, snapshot });
    }
    return below;
  }

  #isNew({ id, type }: BlobName): boolean {
    const bytes = Buffer.from(id, 'hex');
    return this.#known.add(bytes, type) ?? this.#unknown.claim(bytes, type);
  }

  async #nodes(visit: Visit): Promise<Iterable<TreeNode>> {
    try {
      return await readTreeNodes(this.#repository, visit.tree);
    } catch (error) {
      if (!isFault(error, 'repository.damaged', 'repository.blob.missing')) throw error;
      const bytes = await this.#fetch({ id: visit.tree, type: 'tree' }, visit);
      return bytes ? readNodes(bytes) : [];
    }
  }

  async #data(id: string, where: { path: ByteString; snapshot: Snapshot }): Promise<void> {
    const blob: BlobName = { id, type: 'data' };
    if (this.#isNew(blob) && !this.#index.table.has(Buffer.from(id, 'hex'), 'data')) await this.#fetch(blob, where);
  }

  async #fetch(blob: BlobName, { snapshot, path }: { snapshot: Snapshot; path: ByteString }): Promise<Buffer | undefined> {
    const bytes = await blobFrom(this.#options.from, blob);
    if (bytes) {
      await this.#additions.add(blob.type, bytes);
      this.#result.blobsFetched++;
      this.#result.bytesFetched += bytes.length;
    } else {
      this.#result.blobsLost++;
      this.#options.onLost?.(blob, { snapshot, path });
    }
    return bytes;
  }
}
