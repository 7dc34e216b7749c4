/**
 * A folder without decoding all of its nodes: one of them by its name; or all names, for lists that show a page and need all to put them
 * in order.
 *
 * Owns: where each node lies in the bytes. Only trees that are written as restic writes them can be read so; what is wrong inside a node
 * comes out when that one is decoded. Memory: the bytes, and four more an entry.
 */
import { type ByteString, Fault } from '../../base/index.ts';
import { decodeTree, nodeAt, readNodes, seamAfter } from './decode.ts';
import { goJsonString } from './go-json.ts';
import { goQuote, goUnquote } from './go-quote.ts';
import type { TreeNode } from './node.ts';

/** Entries by their number, in the order of their names. */
export interface TreeListing {
  readonly length: number;
  nameOf(entry: number): ByteString;
  isFolder(entry: number): boolean;
  /** Throws 'repository.damaged'. */
  nodeOf(entry: number): TreeNode;
}

export function listTree(tree: Buffer): TreeListing {
  const starts = startsOf(tree);
  return starts ? new Places(tree, starts) : new Decoded(decodeTree(tree));
}

/**
 * The node of that name, or undefined. Where the tree is written as restic writes it, only this node is decoded: a folder of a million
 * entries is searched as bytes. What cannot be found that way is looked for in the whole tree.
 */
export function findInTree(tree: Buffer, name: ByteString): TreeNode | undefined {
  // In there, anything may look like an entry.
  if (!tree.includes('"generic_attributes":')) {
    const found = nodeAt(tree, tree.indexOf(`{"name":${goJsonString(goQuote(name))},"type":"`));
    if (found?.name === name) return found;
  }
  for (const node of readNodes(tree)) if (node.name === name) return node;
  return undefined;
}

const HEAD = '{"nodes":[{"name":"';
const NAME = '{"name":"'.length;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const PLAIN = /^[ -[\]-~]*$/;

/** Undefined when the tree must be decoded to know. */
function startsOf(tree: Buffer): Uint32Array | undefined {
  if (tree.toString('latin1', 0, HEAD.length) !== HEAD || tree.includes('"generic_attributes":')) return undefined;
  const starts: number[] = [HEAD.length - NAME];
  for (let seam = seamAfter(tree, 0); seam !== -1; seam = seamAfter(tree, seam + 1)) starts.push(seam + 2);
  return Uint32Array.from(starts);
}

class Places implements TreeListing {
  readonly #tree: Buffer;
  readonly #starts: Uint32Array;

  constructor(tree: Buffer, starts: Uint32Array) {
    this.#tree = tree;
    this.#starts = starts;
  }

  get length(): number {
    return this.#starts.length;
  }

  nameOf(entry: number): ByteString {
    const start = this.#starts[entry]! + NAME;
    const end = this.#endOfName(entry);
    const text = this.#tree.toString('latin1', start, end);
    if (PLAIN.test(text)) return text as ByteString;
    try {
      return goUnquote(JSON.parse(`"${this.#tree.toString('utf8', start, end)}"`));
    } catch (cause) {
      throw damaged(cause);
    }
  }

  isFolder(entry: number): boolean {
    const end = this.#endOfName(entry);
    return this.#tree.toString('latin1', end, end + FOLDER.length) === FOLDER;
  }

  nodeOf(entry: number): TreeNode {
    const node = nodeAt(this.#tree, this.#starts[entry]!);
    if (!node) throw damaged();
    return node;
  }

  #endOfName(entry: number): number {
    let at = this.#starts[entry]! + NAME;
    while (at < this.#tree.length && this.#tree[at] !== QUOTE) at += this.#tree[at] === BACKSLASH ? 2 : 1;
    return at;
  }
}

const FOLDER = '","type":"dir"';

class Decoded implements TreeListing {
  readonly #nodes: readonly TreeNode[];

  constructor(nodes: readonly TreeNode[]) {
    this.#nodes = nodes;
  }

  get length(): number {
    return this.#nodes.length;
  }

  nameOf(entry: number): ByteString {
    return this.#nodes[entry]!.name;
  }

  isFolder(entry: number): boolean {
    return this.#nodes[entry]!.type === 'dir';
  }

  nodeOf(entry: number): TreeNode {
    return this.#nodes[entry]!;
  }
}

function damaged(cause?: unknown): Fault {
  return new Fault('repository.damaged', 'An entry of the folder cannot be decoded: its tree is damaged.', { cause });
}
