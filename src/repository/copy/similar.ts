/**
 * Whether a snapshot is a copy of another one.
 *
 * A copy remembers the first id of what it is a copy of; one that was changed since (other tags, another tree) is another snapshot.
 * Source: restic, cmd/restic/cmd_copy.go (similarSnapshots), so that neither program copies what the other one has copied.
 */
import type { Snapshot } from '../snapshots.ts';
import { parseTime } from '../trees/go-time.ts';

/** The id that all copies of a snapshot share. */
export function originalOf({ original, id }: Snapshot): string {
  return original ?? id;
}

/** Snapshots by the ids that they may be known under. */
export function byOriginal(snapshots: readonly Snapshot[]): ReadonlyMap<string, readonly Snapshot[]> {
  const found = new Map<string, Snapshot[]>();
  for (const snapshot of snapshots) {
    for (const id of new Set([originalOf(snapshot), snapshot.id])) found.set(id, [...(found.get(id) ?? []), snapshot]);
  }
  return found;
}

/** Whether all but parent, original and tree is the same. */
export function isAlike(a: Snapshot, b: Snapshot): boolean {
  return (
    parseTime(a.time) === parseTime(b.time) &&
    (a.hostname ?? '') === (b.hostname ?? '') &&
    (a.username ?? '') === (b.username ?? '') &&
    (a.uid ?? 0) === (b.uid ?? 0) &&
    (a.gid ?? 0) === (b.gid ?? 0) &&
    isSameSet(a.paths, b.paths) &&
    isSameSet(a.tags ?? [], b.tags ?? []) &&
    JSON.stringify(a.excludes ?? []) === JSON.stringify(b.excludes ?? [])
  );
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && b.every((each) => a.includes(each));
}
