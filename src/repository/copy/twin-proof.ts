/**
 * Proves that a tree of one repository is the same folder as a tree of another one that cuts files differently.
 *
 * Names and metadata must agree, and contents in length; that both are the same bytes follows from what the snapshots say of
 * themselves. On the way it learns what became of each tree and each content, so that the next copy need not cut them again.
 * Memory: one folder a level of each tree.
 */
import { readTreeNodes } from '../browse.ts';
import { isDamage } from '../check/problem.ts';
import type { BlobTable } from '../index/table.ts';
import type { Repository } from '../repository.ts';
import { encodeNode } from '../trees/encode.ts';
import type { TreeNode } from '../trees/node.ts';
import type { ContentTwins, TreeTwins } from './twins.ts';

export interface Twins {
  readonly trees: TreeTwins;
  readonly contents: ContentTwins;
}

interface Pair {
  readonly from: Repository;
  readonly to: Repository;
  readonly twins: Twins;
  readonly signal: AbortSignal;
}

/** False also when one of them cannot be read, or the second lacks a blob: then it is no copy to rely on. */
export async function isTwin(pair: Pair, tree: string, other: string): Promise<boolean> {
  if (pair.twins.trees.get(tree) === other) return true;
  pair.signal.throwIfAborted();
  try {
    const others = (await readTreeNodes(pair.to, other))[Symbol.iterator]();
    for (const node of await readTreeNodes(pair.from, tree)) {
      const next = others.next();
      if (next.done || !(await isSameNode(pair, node, next.value))) return false;
    }
    if (!others.next().done) return false;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return false;
  }
  pair.twins.trees.set(tree, other);
  return true;
}

async function isSameNode(pair: Pair, node: TreeNode, other: TreeNode): Promise<boolean> {
  if (bare(node) !== bare(other) || !(await isSameContent(pair, node.content, other.content))) return false;
  if (node.subtree === undefined || other.subtree === undefined) return node.subtree === other.subtree;
  return await isTwin(pair, node.subtree, other.subtree);
}

function bare(node: TreeNode): string {
  return encodeNode({ ...node, content: null, subtree: undefined });
}

async function isSameContent({ from, to, twins }: Pair, content: TreeNode['content'], other: TreeNode['content']): Promise<boolean> {
  if (content === null || other === null) return content === other;
  const [length, otherLength] = [lengthOf((await from.index()).table, content), lengthOf((await to.index()).table, other)];
  if (length === undefined || length !== otherLength) return false;
  if (content.length === 1 && other.length === 1) return content[0] === other[0];
  if (content.length > 0) twins.contents.set(content, other);
  return true;
}

/** Undefined when a blob is in no index. */
function lengthOf(table: BlobTable, content: readonly string[]): number | undefined {
  let sum = 0;
  for (const id of content) {
    const length = table.plainLength(Buffer.from(id, 'hex'), 'data');
    if (length === undefined) return undefined;
    sum += length;
  }
  return sum;
}
