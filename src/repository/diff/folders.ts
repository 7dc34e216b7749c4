/**
 * What differs between two folders, entry by entry, and what all of it comes to.
 *
 * Owns: looking only where trees differ. Unlike `diff` it counts no blobs, so it never looks into what both sides share.
 */
import { readTreeNodes } from '../browse.ts';
import type { Repository } from '../repository.ts';
import type { TreeNode } from '../trees/node.ts';
import { contentDiffers, metadataDiffers } from './nodes.ts';
import { sideBySide } from './side-by-side.ts';

/**
 * `below`: two folders of which something inside differs. `changed`: another content, or another type. `metadata`: only what surrounds
 * the content; of two folders, only themselves.
 */
export type FolderChange =
  | { readonly kind: 'added'; readonly after: TreeNode }
  | { readonly kind: 'removed'; readonly before: TreeNode }
  | { readonly kind: 'changed' | 'metadata' | 'below'; readonly before: TreeNode; readonly after: TreeNode };

/** Entries directly in the folders, by their trees, in the order of their names; undefined is a folder that is not there. */
export async function* compareFolders(
  repository: Repository,
  { before, after }: { before: string | undefined; after: string | undefined },
  signal: AbortSignal,
): AsyncGenerator<FolderChange> {
  if (before === after) return;
  const nodes = async (tree: string | undefined) => (tree === undefined ? [] : await readTreeNodes(repository, tree));
  for (const pair of sideBySide(await nodes(before), await nodes(after))) {
    signal.throwIfAborted();
    const change = changeOf(pair.before, pair.after);
    if (change) yield change;
  }
}

export interface ChangeCounts {
  added: EntryCounts;
  removed: EntryCounts;
  /** Entries of one name with another content or type; bytes are those of the later side. */
  changed: EntryCounts;
  /** Entries of which only metadata differs. */
  metadata: number;
}

export interface EntryCounts {
  files: number;
  dirs: number;
  others: number;
  bytes: number;
}

/** All that differs below two trees. Memory: one folder of each a level. */
export async function countChanges(
  repository: Repository,
  trees: { before: string | undefined; after: string | undefined },
  signal: AbortSignal,
): Promise<ChangeCounts> {
  const counts: ChangeCounts = { added: none(), removed: none(), changed: none(), metadata: 0 };
  const count = async (pair: { before: string | undefined; after: string | undefined }): Promise<void> => {
    for await (const change of compareFolders(repository, pair, signal)) {
      const before = change.kind === 'added' ? undefined : change.before;
      const after = change.kind === 'removed' ? undefined : change.after;
      if (change.kind === 'metadata') counts.metadata++;
      else if (change.kind !== 'below') add(counts[change.kind], (after ?? before)!);
      await count({ before: before?.subtree, after: after?.subtree });
    }
  };
  await count(trees);
  return counts;
}

function changeOf(before: TreeNode | undefined, after: TreeNode | undefined): FolderChange | undefined {
  if (!before) return { kind: 'added', after: after! };
  if (!after) return { kind: 'removed', before };
  if (before.type !== after.type || contentDiffers(before, after)) return { kind: 'changed', before, after };
  if (before.subtree !== after.subtree) return { kind: 'below', before, after };
  return metadataDiffers(before, after) ? { kind: 'metadata', before, after } : undefined;
}

function none(): EntryCounts {
  return { files: 0, dirs: 0, others: 0, bytes: 0 };
}

function add(counts: EntryCounts, { type, sizeBytes }: TreeNode): void {
  if (type === 'file') counts.files++;
  else if (type === 'dir') counts.dirs++;
  else counts.others++;
  counts.bytes += type === 'file' ? sizeBytes : 0;
}
