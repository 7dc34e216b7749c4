/**
 * Makes trees for a repository that cuts files differently: what is larger than a chunk is cut anew, the trees above are written anew.
 *
 * Owns: which files are cut, what a tree holds then. What stays the same under either way of cutting (files of one chunk, trees that
 * hold nothing else) is only marked as needed. Trees keep every field that this program knows.
 * A folder is walked before its files are cut, so the crew never waits for the walk; how many are under way is bounded.
 */
import { type ByteString, childPath, type Fault, isFault } from '../../base/index.ts';
import { CHUNK_MIN } from '../../kernels/index.ts';
import { FolderAssembly } from '../backup/folder-assembly.ts';
import type { Storing } from '../backup/storing.ts';
import { readTreeNodes } from '../browse.ts';
import { isDamage } from '../check/problem.ts';
import { type LoadedIndex, notIndexed } from '../index/load.ts';
import { blobId, sealBlob } from '../packs/blob.ts';
import type { Repository } from '../repository.ts';
import { encodeNode } from '../trees/encode.ts';
import type { TreeNode } from '../trees/node.ts';
import type { BrokenEntry } from './broken.ts';
import type { NeededBlobs } from './needed.ts';
import { recutFile } from './recut-file.ts';
import type { Twins } from './twin-proof.ts';
import { keyOf } from './twins.ts';

export interface ConverterParts {
  readonly from: Repository;
  readonly to: Repository;
  readonly fromIndex: LoadedIndex;
  readonly toIndex: LoadedIndex;
  readonly storing: Storing;
  readonly needed: NeededBlobs;
  readonly twins: Twins;
  readonly signal: AbortSignal;
  readonly onFile: () => void;
}

/** Something that cannot be read, so that the snapshot cannot be copied. */
export class Unreadable extends Error implements BrokenEntry {
  override readonly name = 'Unreadable';
  readonly path: ByteString;
  readonly fault: Fault;

  constructor(path: ByteString, fault: Fault) {
    super(fault.message, { cause: fault });
    this.path = path;
    this.fault = fault;
  }
}

/** Nodes of one folder that may wait in memory for an entry before them. */
const MOST_WAITING = 20_000;
const FILES_PER_MEMBER = 2;

export class Converter {
  readonly #parts: ConverterParts;
  readonly #trees = new Map<string, Promise<string>>();
  /** By content, as several entries may hold the same. */
  readonly #files = new Map<string, Promise<readonly string[]>>();

  constructor(parts: ConverterParts) {
    this.#parts = parts;
  }

  /** The id of the tree that is to stand for this one. Throws Unreadable, and the Faults of where it is stored. */
  async convert(tree: string): Promise<string> {
    return await (await this.#walk(tree, '' as ByteString)).twin;
  }

  /** Resolves when nothing is under way any more, also what nobody waits for. */
  async settled(): Promise<void> {
    while (this.#files.size + this.#trees.size > 0) await Promise.allSettled([...this.#files.values(), ...this.#trees.values()]);
  }

  /** Resolves when the folder is walked; `twin` when all that is in it is there. */
  async #walk(tree: string, path: ByteString): Promise<{ readonly twin: Promise<string> }> {
    const known = this.#parts.twins.trees.get(tree);
    if (known !== undefined) return { twin: Promise.resolve(known) };
    const underWay = this.#trees.get(tree);
    if (underWay) return { twin: underWay };
    const assembly = new FolderAssembly();
    const changes = { any: false };
    for (const node of await this.#nodes(tree, path)) {
      this.#parts.signal.throwIfAborted();
      await this.#add(assembly, node, { path: childPath(path, node.name), changes });
      if (assembly.waiting > MOST_WAITING) await assembly.settled();
    }
    const twin = assembly.finish().then((bytes) => this.#store(tree, changes.any ? bytes : undefined));
    this.#trees.set(tree, twin);
    const forget = () => this.#trees.delete(tree);
    twin.then(forget, forget);
    return { twin };
  }

  async #nodes(tree: string, path: ByteString): Promise<Iterable<TreeNode>> {
    try {
      return orUnreadable(await readTreeNodes(this.#parts.from, tree), path);
    } catch (error) {
      throw isDamage(error) ? new Unreadable(path, error) : error;
    }
  }

  async #add(assembly: FolderAssembly, node: TreeNode, at: { path: ByteString; changes: { any: boolean } }): Promise<void> {
    if (node.subtree !== undefined) {
      const { twin } = await this.#walk(node.subtree, at.path);
      assembly.add(
        node.name,
        twin.then((subtree) => {
          at.changes.any ||= subtree !== node.subtree;
          return encodeNode({ ...node, subtree });
        }),
      );
    } else if (node.content === null || this.#staysTheSame(node.content, at.path)) {
      assembly.add(node.name, encodeNode(node));
    } else {
      const { ids } = await this.#recut(node.content, at.path);
      assembly.add(
        node.name,
        ids.then((content) => {
          at.changes.any ||= content.join() !== node.content!.join();
          return encodeNode({ ...node, content });
        }),
      );
    }
  }

  /** A file that is not larger than the smallest chunk is one chunk, however it is cut. */
  #staysTheSame(content: readonly string[], path: ByteString): boolean {
    if (content.length !== 1) return content.length === 0;
    const [id] = content as [string];
    const length = this.#parts.fromIndex.table.plainLength(Buffer.from(id, 'hex'), 'data');
    if (length === undefined) throw new Unreadable(path, notIndexed('data', id));
    if (length <= CHUNK_MIN) this.#parts.needed.add(id, 'data');
    return length <= CHUNK_MIN;
  }

  /** Resolves when the file is known, or under way; `ids` when it is cut. */
  async #recut(content: readonly string[], path: ByteString): Promise<{ readonly ids: Promise<readonly string[]> }> {
    const { storing, fromIndex, twins, onFile } = this.#parts;
    const known = twins.contents.get(content);
    if (known) return { ids: Promise.resolve(known) };
    while (this.#files.size >= storing.crew.size * FILES_PER_MEMBER) await Promise.race(this.#files.values()).catch(() => {});
    const key = keyOf(content);
    const underWay = this.#files.get(key);
    if (underWay) return { ids: underWay };
    const ids = recutFile(storing.crew, fromIndex, content).then(
      (cut) => {
        this.#files.delete(key);
        twins.contents.set(content, cut);
        onFile();
        return cut;
      },
      (error) => {
        this.#files.delete(key);
        // Not all that isDamage knows: a store that fails here is the one that is written to.
        throw isFault(error, 'repository.damaged', 'repository.blob.missing') ? new Unreadable(path, error) : error;
      },
    );
    this.#files.set(key, ids);
    return { ids };
  }

  /** Without bytes the tree stays as it is. */
  async #store(tree: string, bytes: Buffer | undefined): Promise<string> {
    const { to, toIndex, storing, needed, twins } = this.#parts;
    let twin = tree;
    if (bytes === undefined) needed.add(tree, 'tree');
    else {
      const id = blobId(bytes);
      if (toIndex.table.claim(id, 'tree')) await storing.trees.add(id, sealBlob(to.sealer, bytes, to.version));
      twin = id.toString('hex');
    }
    twins.trees.set(tree, twin);
    return twin;
  }
}

/** Nodes are decoded one by one, so damage may show in the middle. */
function* orUnreadable(nodes: Iterable<TreeNode>, path: ByteString): Generator<TreeNode> {
  try {
    yield* nodes;
  } catch (error) {
    throw isDamage(error) ? new Unreadable(path, error) : error;
  }
}
