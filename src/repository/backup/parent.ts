/**
 * The snapshot before this one: what is unchanged since is not read again.
 * Source: restic's design document and manual, "File change detection".
 */
import { type ByteString, type Entry, type Fault, isFault } from '../../base/index.ts';
import { readTreeNodes } from '../browse.ts';
import type { LoadedIndex } from '../index/load.ts';
import type { Repository } from '../repository.ts';
import { findSnapshot, listSnapshots, type Snapshot } from '../snapshots.ts';
import type { TreeNode } from '../trees/node.ts';
import type { BackupSource } from './source.ts';

export interface ChangeRules {
  /** For sources whose inode numbers or change times do not last. */
  readonly ignoreInode?: boolean | undefined;
  readonly ignoreCtime?: boolean | undefined;
}

/** The newest snapshot of the same host and the same paths, the one that is named, or none. */
export async function findParent(
  repository: Repository,
  choice: string,
  of: { source: BackupSource; hostname: string; time: string; onDamage: OnDamage },
): Promise<Snapshot | undefined> {
  if (choice === 'none') return undefined;
  if (choice !== 'auto') return await findSnapshot(repository, choice);
  const wanted = pathsKey(of.source.paths);
  const candidates = await listSnapshots(repository, { host: of.hostname }, of.onDamage);
  return candidates.findLast(({ paths, time }) => pathsKey(paths) === wanted && Date.parse(time) <= Date.parse(of.time));
}

function pathsKey(paths: readonly string[]): string {
  return [...paths].sort().join('\0');
}

/** Told of damage in what was stored before. It must not keep anyone from making a backup: what cannot be read is no parent. */
export type OnDamage = (damage: Fault) => void;

/** Walks a folder of the parent beside the listing of the source: both are in the order of names. */
export class ParentFolder {
  readonly #nodes: Iterator<TreeNode>;
  readonly #onDamage: OnDamage;
  #next: TreeNode | undefined;

  private constructor(nodes: Iterable<TreeNode>, onDamage: OnDamage) {
    this.#nodes = nodes[Symbol.iterator]();
    this.#onDamage = onDamage;
    this.#advance();
  }

  static async open(repository: Repository, treeId: string | undefined, onDamage: OnDamage): Promise<ParentFolder> {
    if (treeId === undefined) return new ParentFolder([], onDamage);
    try {
      return new ParentFolder(await readTreeNodes(repository, treeId), onDamage);
    } catch (error) {
      if (!isFault(error, 'repository.damaged', 'repository.blob.missing', 'store.unreachable')) throw error;
      onDamage(error);
      return new ParentFolder([], onDamage);
    }
  }

  /** The parent's entry of that name. Names must be asked for in order. */
  find(name: ByteString): TreeNode | undefined {
    while (this.#next && this.#next.name < name) this.#advance();
    return this.#next?.name === name ? this.#next : undefined;
  }

  /** Nodes are decoded one by one, so damage may show in the middle. */
  #advance(): void {
    try {
      const { done, value } = this.#nodes.next();
      this.#next = done ? undefined : value;
    } catch (error) {
      if (!isFault(error, 'repository.damaged')) throw error;
      this.#next = undefined;
      this.#onDamage(error);
    }
  }
}

/** Whether the content that the parent recorded is still the file's, and still there: damage heals by reading again. */
export function isUnchanged(entry: Entry, parent: TreeNode, index: LoadedIndex, rules: ChangeRules): boolean {
  if (parent.type !== 'file' || parent.content === null || parent.error) return false;
  if (entry.sizeBytes !== parent.sizeBytes || entry.mtimeNs !== parent.mtimeNs) return false;
  if (!rules.ignoreCtime && entry.ctimeNs !== parent.ctimeNs) return false;
  if (!rules.ignoreInode && entry.inode !== parent.inode) return false;
  return parent.content.every((id) => index.table.has(Buffer.from(id, 'hex'), 'data'));
}
