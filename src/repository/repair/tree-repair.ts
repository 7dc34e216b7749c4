/**
 * Makes trees that name only what is there, and tells what they lost.
 *
 * A file keeps the parts that are there, in order, and their size; a folder that cannot be read keeps the entries in front of the
 * damage, mostly none. Trees that are whole keep their ids. Memory: a bit a blob, and the trees from the root to the one at work.
 */
import { type ByteString, childPath, type Fault, isFault } from '../../base/index.ts';
import { readTreeNodes } from '../browse.ts';
import type { BlobTable } from '../index/table.ts';
import { blobId } from '../packs/blob.ts';
import { BlobSet } from '../reachable.ts';
import type { Repository } from '../repository.ts';
import { encodeNode, TreeBuilder } from '../trees/encode.ts';
import type { TreeNode } from '../trees/node.ts';
import type { Additions } from './additions.ts';

/** A file that lost some or all of its content, or a folder that lost its entries. */
export interface LostPart {
  readonly kind: 'file' | 'folder';
  readonly path: ByteString;
  /** What the file lost; unknown of a folder. */
  readonly bytes?: number | undefined;
  /** What the file still has. */
  readonly bytesLeft?: number | undefined;
}

export interface TreeRepairParts {
  readonly repository: Repository;
  /** The blobs that are there. */
  readonly table: BlobTable;
  /** Where new trees go; undefined in a dry run. */
  readonly additions: Additions | undefined;
  readonly signal: AbortSignal;
}

type OnLost = (part: LostPart) => void;

export class TreeRepair {
  readonly #parts: TreeRepairParts;
  /** Trees that are whole with all below them: a snapshot that shares one need not look again. */
  readonly #whole: BlobSet;

  constructor(parts: TreeRepairParts) {
    this.#parts = parts;
    this.#whole = new BlobSet(parts.table);
  }

  /** The id of a tree in place of this one: the same when nothing is lost, undefined when nothing of it can be read. */
  async root(tree: string, onLost: OnLost): Promise<string | undefined> {
    const { id, isNothing } = await this.#tree(tree, { path: '' as ByteString, onLost });
    return isNothing ? undefined : id;
  }

  async #tree(id: string, at: { path: ByteString; onLost: OnLost }): Promise<{ id: string; isNothing: boolean }> {
    const { repository, signal, table } = this.#parts;
    const bytes = Buffer.from(id, 'hex');
    if (this.#whole.has(bytes, 'tree')) return { id, isNothing: false };
    const tree = new TreeBuilder();
    let [isSame, isNothing, entries] = [true, false, 0];
    try {
      for (const node of await readTreeNodes(repository, id)) {
        signal.throwIfAborted();
        const repaired = await this.#node(node, { path: childPath(at.path, node.name), onLost: at.onLost });
        if (repaired !== node) isSame = false;
        tree.add(node.name, encodeNode(repaired));
        entries++;
      }
    } catch (error) {
      if (!isLoss(error)) throw error;
      at.onLost({ kind: 'folder', path: at.path });
      [isSame, isNothing] = [false, entries === 0];
      table.discard(bytes, 'tree'); // a tree of the same content is no longer taken for stored
    }
    if (!isSame) return { id: await this.#save(tree.finish()), isNothing };
    this.#whole.add(bytes, 'tree');
    return { id, isNothing };
  }

  async #node(node: TreeNode, at: { path: ByteString; onLost: OnLost }): Promise<TreeNode> {
    if (node.type === 'file') return this.#file(node, at);
    if (node.type !== 'dir') return node;
    if (node.subtree === undefined) {
      at.onLost({ kind: 'folder', path: at.path });
      return { ...node, subtree: await this.#save(new TreeBuilder().finish()) };
    }
    const { id } = await this.#tree(node.subtree, at);
    return id === node.subtree ? node : { ...node, subtree: id };
  }

  /** A size that does not fit the parts is put right, too. */
  #file(node: TreeNode, { path, onLost }: { path: ByteString; onLost: OnLost }): TreeNode {
    const content: string[] = [];
    let sizeBytes = 0;
    for (const id of node.content ?? []) {
      const length = this.#parts.table.plainLength(Buffer.from(id, 'hex'), 'data');
      if (length === undefined) continue;
      content.push(id);
      sizeBytes += length;
    }
    if (content.length === node.content?.length && sizeBytes === node.sizeBytes) return node;
    onLost({ kind: 'file', path, bytes: Math.max(0, node.sizeBytes - sizeBytes), bytesLeft: sizeBytes });
    return { ...node, content, sizeBytes };
  }

  async #save(bytes: Buffer): Promise<string> {
    const { additions, table } = this.#parts;
    const id = blobId(bytes);
    if (additions && table.claim(id, 'tree')) await additions.add('tree', bytes);
    return id.toString('hex');
  }
}

function isLoss(error: unknown): error is Fault {
  return isFault(error, 'repository.damaged', 'repository.blob.missing');
}
