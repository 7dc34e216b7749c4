/** Walks the part of a snapshot that is wanted: the same for restoring, counting and verifying, so that they agree. */
import type { ByteString } from '../../base/index.ts';
import { findNode, readTreeNodes } from '../browse.ts';
import type { Repository } from '../repository.ts';
import type { Snapshot } from '../snapshots.ts';
import type { TreeNode } from '../trees/node.ts';

/** `take` an entry, look `below` a folder without taking it for itself, or `skip` it with everything below. */
export type Choice = 'take' | 'below' | 'skip';

/** Asked for every entry, a folder before what it holds. Paths are those below the restored root. */
export type Select = (path: ByteString, node: TreeNode) => Choice;

export interface SelectedNode {
  readonly path: ByteString;
  readonly node: TreeNode;
  /** `enter` and `leave` frame what a folder holds; anything else is an `entry`. */
  readonly kind: 'enter' | 'leave' | 'entry';
  /** False for a folder that is only on the way to something wanted. */
  readonly isTaken: boolean;
}

/** The part of a snapshot that is wanted. */
export interface Selection {
  readonly snapshot: Snapshot;
  /** A folder, whose content is meant, or a single entry; the whole snapshot unless given. */
  readonly path?: ByteString | undefined;
  readonly select?: Select | undefined;
}

/** Memory: one folder a level. Throws 'snapshot.path.unknown'. */
export async function* walkSelection(
  repository: Repository,
  { snapshot, path = '' as ByteString, select = () => 'take' }: Selection,
): AsyncGenerator<SelectedNode> {
  const start = await findNode(repository, snapshot.tree, path);
  if (start.type === 'dir')
    yield* walk(repository, start.subtree === undefined ? [] : await readTreeNodes(repository, start.subtree), select, '');
  else yield* walk(repository, [start], select, '');
}

async function* walk(repository: Repository, nodes: Iterable<TreeNode>, select: Select, below: string): AsyncGenerator<SelectedNode> {
  for (const node of nodes) {
    const path = `${below}${node.name}` as ByteString;
    const choice = select(path, node);
    if (choice === 'skip') continue;
    if (node.type !== 'dir') {
      if (choice === 'take') yield { path, node, kind: 'entry', isTaken: true };
      continue;
    }
    const isTaken = choice === 'take';
    yield { path, node, kind: 'enter', isTaken };
    if (node.subtree !== undefined) yield* walk(repository, await readTreeNodes(repository, node.subtree), select, `${path}/`);
    yield { path, node, kind: 'leave', isTaken };
  }
}
