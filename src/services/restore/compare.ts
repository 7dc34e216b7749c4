/**
 * Two versions of a folder side by side, for a page that shows one folder at a time.
 *
 * Owns: what a person is shown of a difference, and pages of it. A folder of which something below differs is only marked: it is looked
 * into when a person opens it, so that the first answer is quick however large the trees are.
 */
import { type ByteString, childPath, Fault, isFault, toDisplay } from '../../base/index.ts';
import {
  type ChangeCounts,
  compareFolders,
  countChanges,
  type FolderChange,
  findNode,
  type Repository,
  type Snapshot,
  type TreeNode,
} from '../../repository/index.ts';

export type { ChangeCounts, EntryCounts } from '../../repository/index.ts';

/** `below`: something in this folder differs. `metadata`: only times, owner, mode and the like. */
export type DifferenceKind = FolderChange['kind'];

/** An entry that is not the same on both sides. */
export interface EntryDifference {
  readonly name: ByteString;
  readonly path: ByteString;
  readonly kind: DifferenceKind;
  readonly before: EntryVersion | null;
  readonly after: EntryVersion | null;
}

export interface EntryVersion {
  readonly type: TreeNode['type'];
  readonly sizeBytes: number;
  readonly modified: Date;
}

export interface ComparedFolder {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly path: ByteString;
  /** In the bytewise order of names. */
  readonly differences: readonly EntryDifference[];
  /** The last name of this page, when there are more: asks for the next one. */
  readonly next: ByteString | undefined;
}

export interface ComparedSides {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly path: ByteString;
}

const PAGE_LENGTH = 500;

/**
 * What differs directly in a folder that at least one side has. Throws 'snapshot.path.unknown' when neither has it.
 */
export async function compareFolder(
  repository: Repository,
  sides: ComparedSides,
  { past, limit = PAGE_LENGTH, signal }: { past?: ByteString | undefined; limit?: number | undefined; signal: AbortSignal },
): Promise<ComparedFolder> {
  const differences: EntryDifference[] = [];
  for await (const change of compareFolders(repository, await treesOf(repository, sides), signal)) {
    const difference = differenceOf(change, sides.path);
    if (past !== undefined && difference.name <= past) continue;
    if (differences.length >= limit) return { ...sides, differences, next: differences.at(-1)?.name };
    differences.push(difference);
  }
  return { ...sides, differences, next: undefined };
}

/** How much differs in a folder and all below it. Takes as long as there are differences. Throws as `compareFolder`. */
export async function countDifferences(repository: Repository, sides: ComparedSides, signal: AbortSignal): Promise<ChangeCounts> {
  return await countChanges(repository, await treesOf(repository, sides), signal);
}

async function treesOf(repository: Repository, { before, after, path }: ComparedSides) {
  const trees = { before: await treeAt(repository, before, path), after: await treeAt(repository, after, path) };
  if (trees.before === undefined && trees.after === undefined)
    throw new Fault('snapshot.path.unknown', `Neither version holds a folder '/${toDisplay(path)}'.`);
  return trees;
}

/** Undefined when there is no folder at the path. */
async function treeAt(repository: Repository, { tree }: Snapshot, path: ByteString): Promise<string | undefined> {
  try {
    return (await findNode(repository, tree, path)).subtree;
  } catch (error) {
    if (!isFault(error, 'snapshot.path.unknown')) throw error;
    return undefined;
  }
}

function differenceOf(change: FolderChange, folder: ByteString): EntryDifference {
  const before = change.kind === 'added' ? null : change.before;
  const after = change.kind === 'removed' ? null : change.after;
  const { name } = (after ?? before)!;
  return { name, path: childPath(folder, name), kind: change.kind, before: before && versionOf(before), after: after && versionOf(after) };
}

function versionOf({ type, sizeBytes, mtimeNs }: TreeNode): EntryVersion {
  return { type, sizeBytes, modified: new Date(Number(mtimeNs / 1_000_000n)) };
}
