/** Writes trees and snapshots into a repository as a backup would leave them, from nodes that lie on no disk. */
import type { ByteString } from '../../src/base/index.ts';
import { IndexWriter } from '../../src/repository/index/writer.ts';
import type { Repository, Snapshot, TreeNode } from '../../src/repository/index.ts';
import { blobId, sealBlob } from '../../src/repository/packs/blob.ts';
import { PackWriter } from '../../src/repository/packs/writer.ts';
import { type SnapshotFile, saveSnapshot } from '../../src/repository/snapshots.ts';
import { encodeTree } from '../../src/repository/trees/encode.ts';

/** What a test says of an entry; the rest is the same for all. */
export interface WrittenNode {
  readonly name: ByteString;
  readonly type: 'file' | 'dir' | 'symlink';
  readonly sizeBytes?: number;
  readonly mtimeNs?: bigint;
  /** Ids of blobs; they need not be there, as nobody reads them. */
  readonly content?: readonly string[];
  readonly subtree?: string;
}

export function nodeOf(node: WrittenNode): TreeNode {
  const mtimeNs = node.mtimeNs ?? 1_700_000_000_000_000_000n;
  return {
    name: node.name,
    type: node.type,
    mode: node.type === 'dir' ? 0o755 : 0o644,
    mtimeNs,
    atimeNs: mtimeNs,
    ctimeNs: mtimeNs,
    uid: 1000,
    gid: 1000,
    user: 'owner',
    group: 'owner',
    inode: 0n,
    deviceId: 2049n,
    links: 1n,
    sizeBytes: node.sizeBytes ?? 0,
    linkTarget: node.type === 'symlink' ? ('elsewhere' as ByteString) : undefined,
    content: node.type === 'file' ? (node.content ?? []) : null,
    subtree: node.subtree,
  };
}

export class WrittenTrees {
  readonly #repository: Repository;
  readonly #packs: PackWriter;
  readonly #index: IndexWriter;
  readonly #known = new Set<string>();

  constructor(repository: Repository) {
    const { store, sealer, version } = repository;
    this.#repository = repository;
    this.#index = new IndexWriter({ store, sealer, version });
    this.#packs = new PackWriter({ store, sealer, type: 'tree', onPack: (pack) => this.#index.add(pack) });
  }

  /** Stores a folder, once; its id. The nodes must be in the order of their names. */
  async add(nodes: Iterable<TreeNode>): Promise<string> {
    const bytes = encodeTree(nodes);
    const id = blobId(bytes);
    const hex = id.toString('hex');
    if (this.#known.has(hex)) return hex;
    this.#known.add(hex);
    await this.#packs.add(id, sealBlob(this.#repository.sealer, bytes, this.#repository.version));
    return hex;
  }

  /** Everything added so far is durable and in the index afterwards. */
  async finish(): Promise<void> {
    await this.#packs.finish();
    await this.#index.finish();
    this.#repository.forgetIndex();
  }

  async snapshot(about: Pick<SnapshotFile, 'tree' | 'time'> & Partial<SnapshotFile>): Promise<Snapshot> {
    return await saveSnapshot(this.#repository, { paths: ['/data'], hostname: 'box', ...about });
  }
}
