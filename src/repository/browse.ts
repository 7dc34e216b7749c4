/** Looking into a repository: blobs, trees, files. Nothing here writes. */
import { type ByteString, childPath, Fault, toDisplay } from '../base/index.ts';
import { notIndexed, packOf } from './index/load.ts';
import type { BlobType } from './index/table.ts';
import { openBlob } from './packs/blob.ts';
import { isPackFailure } from './packs/fetch.ts';
import type { Repository } from './repository.ts';
import { decodeTree, readNodes } from './trees/decode.ts';
import { findInTree, listTree, type TreeListing } from './trees/listing.ts';
import type { TreeNode } from './trees/node.ts';

/** The plaintext of a blob. Where it lies several times, a damaged place is passed over for a whole one. */
export async function loadBlob(repository: Repository, id: string, type: BlobType): Promise<Buffer> {
  const index = await repository.index();
  const bytes = Buffer.from(id, 'hex');
  let failure: Fault | undefined;
  for (const place of index.table.places(bytes, type)) {
    try {
      const pack = packOf(index, place);
      const sealed = type === 'tree' ? await repository.treeWindows.read(pack, place) : await repository.store.read('data', pack, place);
      return openBlob(repository.sealer, sealed, { id: bytes, plainLength: place.plainLength });
    } catch (error) {
      if (!isPackFailure(error)) throw error;
      const code = error.code === 'store.unreachable' ? error.code : 'repository.damaged';
      const message = `The ${type} blob ${id} in pack ${packOf(index, place)} cannot be used: ${error.message}`;
      failure ??= new Fault(code, message, { cause: error, retryable: error.retryable });
    }
  }
  throw failure ?? notIndexed(type, id);
}

/** Entries of a folder by its tree's id, in order of names. */
export async function readTree(repository: Repository, treeId: string): Promise<TreeNode[]> {
  return decodeTree(await loadBlob(repository, treeId, 'tree'));
}

/** The same one by one: a folder of a million entries never lies in memory as objects. */
export async function readTreeNodes(repository: Repository, treeId: string): Promise<Iterable<TreeNode>> {
  return readNodes(await loadBlob(repository, treeId, 'tree'));
}

/** The names of a folder, and each of its entries once it is asked for. */
export async function listFolder(repository: Repository, treeId: string): Promise<TreeListing> {
  return listTree(await loadBlob(repository, treeId, 'tree'));
}

/** The entry at `path` below a root tree. '' is the root itself. Throws 'snapshot.path.unknown'. */
export async function findNode(repository: Repository, treeId: string, path: ByteString): Promise<TreeNode> {
  let node = rootNode(treeId);
  for (const name of path.split('/').filter((part) => part !== '')) {
    const found: TreeNode | undefined =
      node.subtree === undefined ? undefined : findInTree(await loadBlob(repository, node.subtree, 'tree'), name as ByteString);
    if (!found) throw new Fault('snapshot.path.unknown', `The snapshot does not hold '/${toDisplay(path)}'.`);
    node = found;
  }
  return node;
}

/** A path of a walk and what lies there. */
export interface WalkedNode {
  readonly path: ByteString;
  readonly node: TreeNode;
}

/** All entries below a tree, depth first, a folder before what it holds. Memory: one folder a level. */
export async function* walkTree(
  repository: Repository,
  treeId: string,
  signal: AbortSignal,
  below = '' as ByteString,
): AsyncGenerator<WalkedNode> {
  for (const node of await readTreeNodes(repository, treeId)) {
    signal.throwIfAborted();
    const path = childPath(below, node.name);
    yield { path, node };
    if (node.type === 'dir' && node.subtree !== undefined) yield* walkTree(repository, node.subtree, signal, path);
  }
}

export interface FileRange {
  /** First byte wanted; 0 unless given. */
  readonly offset?: number;
  /** Bytes wanted; to the end unless given. */
  readonly length?: number;
}

/** The bytes of a file, blob by blob, the next one being fetched meanwhile. Memory: two blobs. */
export async function* readFile(
  repository: Repository,
  node: TreeNode,
  signal: AbortSignal,
  range: FileRange = {},
): AsyncGenerator<Buffer> {
  const from = range.offset ?? 0;
  const to = from + (range.length ?? Number.POSITIVE_INFINITY);
  const wanted = await blobsBetween(repository, node, { from, to });
  let ahead = fetchAhead(repository, wanted[0]);
  for (const [number, { start }] of wanted.entries()) {
    signal.throwIfAborted();
    const bytes = await ahead;
    ahead = fetchAhead(repository, wanted[number + 1]);
    yield bytes!.subarray(Math.max(0, from - start), Math.max(0, to - start));
  }
}

interface BlobAt {
  readonly id: string;
  readonly start: number;
}

/** Which blobs cover a range; lengths come from the index, so no blob is fetched in vain. */
async function blobsBetween(repository: Repository, node: TreeNode, { from, to }: { from: number; to: number }): Promise<BlobAt[]> {
  const { table } = await repository.index();
  const blobs: BlobAt[] = [];
  let start = 0;
  for (const id of node.content ?? []) {
    const length = table.plainLength(Buffer.from(id, 'hex'), 'data');
    if (length === undefined)
      throw new Fault('repository.blob.missing', `A part of '${toDisplay(node.name)}' (blob ${id}) is in no index.`);
    if (start + length > from && start < to) blobs.push({ id, start });
    start += length;
  }
  return blobs;
}

function fetchAhead(repository: Repository, blob: BlobAt | undefined): Promise<Buffer> | undefined {
  if (!blob) return undefined;
  const fetched = loadBlob(repository, blob.id, 'data');
  fetched.catch(() => {}); // heard when its turn comes
  return fetched;
}

function rootNode(treeId: string): TreeNode {
  const unknown = { mtimeNs: 0n, atimeNs: 0n, ctimeNs: 0n, uid: 0, gid: 0, inode: 0n, deviceId: 0n, links: 0n };
  return { name: '' as ByteString, type: 'dir', mode: 0o755, sizeBytes: 0, content: null, subtree: treeId, ...unknown };
}
