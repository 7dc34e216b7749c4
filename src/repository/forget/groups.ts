/** Groups of snapshots that a policy is applied to one by one. Source: restic, internal/restic/snapshot_group.go. */
import type { Snapshot } from '../snapshots.ts';

export type GroupKey = 'host' | 'paths' | 'tags';

export interface SnapshotGroup {
  /** Only the keys that were grouped by. */
  readonly host?: string | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly snapshots: readonly Snapshot[];
}

/** In the order of the groups' first snapshots. Without keys: one group of all. */
export function groupSnapshots(snapshots: readonly Snapshot[], by: readonly GroupKey[]): SnapshotGroup[] {
  const keyOf = ({ hostname = '', paths, tags = [] }: Snapshot) => ({
    ...(by.includes('host') ? { host: hostname } : {}),
    ...(by.includes('paths') ? { paths: paths.toSorted() } : {}),
    ...(by.includes('tags') ? { tags: tags.toSorted() } : {}),
  });
  const groups = Map.groupBy(snapshots, (snapshot) => JSON.stringify(keyOf(snapshot)));
  return [...groups.values()].map((members) => ({ ...keyOf(members[0]!), snapshots: members }));
}
