/**
 * Tags of snapshots that exist. A snapshot file never changes, so a new one takes its place and remembers the first one's id.
 * Source: restic, cmd/restic/cmd_tag.go.
 */
import { withLock } from './locking.ts';
import type { Repository } from './repository.ts';
import { listSnapshots, type Snapshot, saveSnapshot } from './snapshots.ts';

export interface TagOptions {
  readonly signal: AbortSignal;
  readonly choose?: ((all: readonly Snapshot[]) => readonly Snapshot[]) | undefined;
  /** Replaces all tags; else `remove` goes first, then `add` comes. */
  readonly set?: readonly string[] | undefined;
  readonly add?: readonly string[] | undefined;
  readonly remove?: readonly string[] | undefined;
  readonly onChanged?: ((before: Snapshot, after: Snapshot) => void) | undefined;
}

/** How many snapshots got other tags. Cancelled or cut off in the middle, a snapshot may be there with both its old and its new tags. */
export async function tagSnapshots(repository: Repository, options: TagOptions): Promise<number> {
  const ifCancelled = 'Tagging was cancelled; the snapshots not reached yet keep their tags.';
  return await withLock(repository, { mode: 'exclusive', signal: options.signal, ifCancelled }, async (signal) => {
    const all = await listSnapshots(repository);
    let changed = 0;
    for (const snapshot of options.choose ? options.choose(all) : all) {
      signal.throwIfAborted();
      const { id, tags: before = [], original, ...file } = snapshot;
      const tags = newTags(before, options);
      if (JSON.stringify(tags) === JSON.stringify(before)) continue;
      const after = await saveSnapshot(repository, { ...file, tags, original: original ?? id });
      await repository.store.remove('snapshots', id);
      options.onChanged?.(snapshot, after);
      changed++;
    }
    return changed;
  });
}

function newTags(before: readonly string[], { set, add = [], remove = [] }: TagOptions): string[] {
  if (set) return [...new Set(set)];
  return [...new Set([...before.filter((tag) => !remove.includes(tag)), ...add])];
}
