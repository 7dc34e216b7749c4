/**
 * Finding files by name, size and time, in one snapshot or in all of them.
 *
 * Owns: what is looked for, and the lock. Does not own: how patterns match (pattern.ts), the walk (walk.ts).
 */
import type { ByteString, Fault } from '../../base/index.ts';
import { iterateLocked } from '../locking.ts';
import type { Repository } from '../repository.ts';
import { listSnapshots, type Snapshot } from '../snapshots.ts';
import type { TreeNode } from '../trees/node.ts';
import { PathPatterns } from './pattern.ts';
import { type SearchOptions, searchSnapshots } from './walk.ts';

export interface Found {
  readonly snapshot: Snapshot;
  /** From the root of the snapshot, without a slash at the front. */
  readonly path: ByteString;
  readonly node: TreeNode;
}

/** Where to look, whatever is looked for. */
export interface FindIn extends SearchOptions {
  /** Picks from all snapshots, which come oldest first; all of them unless given. */
  readonly choose?: ((all: readonly Snapshot[]) => readonly Snapshot[]) | undefined;
  readonly noLock?: boolean | undefined;
  /** Told of a snapshot that cannot be read and is left out; else its Fault ends the search. */
  readonly onDamagedSnapshot?: ((damage: Fault) => void) | undefined;
}

export interface FindOptions extends FindIn {
  /** As restic's: an entry matches when one of them does; none at all lets everything through. */
  readonly patterns: readonly ByteString[];
  readonly ignoreCase?: boolean | undefined;
  /** Bounds of a file's size, both included; with one of them only files are found. */
  readonly leastBytes?: number | undefined;
  readonly mostBytes?: number | undefined;
  /** Bounds of the time of change, both included, in nanoseconds since 1970. */
  readonly oldestNs?: bigint | undefined;
  readonly newestNs?: bigint | undefined;
}

/**
 * Entries in the order of the snapshots, oldest first, then of the trees; a folder before what it holds.
 * Throws Fault 'input.invalid' for a broken pattern, 'repository.damaged' and 'repository.blob.missing' unless told to go on.
 */
export function find(repository: Repository, options: FindOptions): AsyncGenerator<Found> {
  const patterns = new PathPatterns(options.patterns, { ignoreCase: options.ignoreCase });
  return searchIn(repository, options, async function* (snapshots, signal) {
    yield* searchSnapshots<Found>(
      repository,
      {
        start: patterns.start,
        step: (state, name) => patterns.step(state, name),
        findsAt: ({ snapshot, path, node }, state) =>
          patterns.isMatch(state) && isWithin(node, options) ? [{ snapshot, path, node }] : [],
      },
      { snapshots, signal, onDamage: options.onDamage },
    );
  });
}

/** Runs a search over the chosen snapshots under a lock. */
export function searchIn<T>(
  repository: Repository,
  { choose = (all) => all, noLock, signal, onDamagedSnapshot }: FindIn,
  search: (snapshots: readonly Snapshot[], signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T> {
  return iterateLocked(repository, { mode: 'read', noLock, signal }, async function* (lockSignal) {
    // Snapshots before the index: what they need is then in it.
    const all = await listSnapshots(repository, {}, onDamagedSnapshot);
    yield* search(choose(all), lockSignal);
  });
}

function isWithin(node: TreeNode, { leastBytes, mostBytes, oldestNs, newestNs }: FindOptions): boolean {
  const isSized = leastBytes !== undefined || mostBytes !== undefined;
  if (isSized && (node.type !== 'file' || node.sizeBytes < (leastBytes ?? 0) || node.sizeBytes > (mostBytes ?? Number.POSITIVE_INFINITY)))
    return false;
  return (oldestNs === undefined || node.mtimeNs >= oldestNs) && (newestNs === undefined || node.mtimeNs <= newestNs);
}
