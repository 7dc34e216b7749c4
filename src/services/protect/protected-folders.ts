/** The folders under protection: what people chose, joined with what snapshots hold. Values only. */
import type { Snapshot } from '../../repository/index.ts';

export interface ProtectedFolder {
  readonly path: string;
  /** 0: chosen, and never backed up completely. Then the last snapshot and its time are null. */
  readonly snapshotCount: number;
  readonly lastSnapshotId: string | null;
  /** When the last backup ended. */
  readonly lastTime: string | null;
}

/** Those without a snapshot first, because they need a person; then the freshest first. `snapshots` are oldest first. */
export function protectedFolders(chosen: readonly string[], snapshots: readonly Snapshot[]): ProtectedFolder[] {
  const folders = new Map<string, ProtectedFolder>();
  for (const path of chosen) folders.set(path, { path, snapshotCount: 0, lastSnapshotId: null, lastTime: null });
  for (const snapshot of snapshots) {
    for (const path of snapshot.paths) {
      const snapshotCount = (folders.get(path)?.snapshotCount ?? 0) + 1;
      folders.set(path, { path, snapshotCount, lastSnapshotId: snapshot.id, lastTime: endOf(snapshot) });
    }
  }
  const freshness = ({ lastTime }: ProtectedFolder) => (lastTime === null ? Number.POSITIVE_INFINITY : Date.parse(lastTime));
  return [...folders.values()].sort((a, b) => (a.lastTime === b.lastTime ? 0 : freshness(b) - freshness(a)));
}

/** A snapshot's own time is when its backup began, which may be hours before; programs that keep no summary tell only that. */
function endOf(snapshot: Snapshot): string {
  const end = snapshot.summary?.backup_end;
  return end !== undefined && !Number.isNaN(Date.parse(end)) ? end : snapshot.time;
}
