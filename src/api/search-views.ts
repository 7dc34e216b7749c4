/** How what is found across snapshots looks in JSON. */
import { type ByteString, toDisplay } from '../base/index.ts';
import type {
  ComparedFolder,
  EntryDifference,
  EntryVersion,
  NameFound,
  NameIndexStatus,
  NameVersion,
  SnapshotAt,
} from '../services/restore/index.ts';
import type { ComparePage, Difference, Hit, IndexState, VersionOf } from './contract/index.ts';
import { encodePath } from './path-bytes.ts';
import { previewOf } from './preview.table.ts';
import { timeText, trailOf, viewSnapshot } from './views.ts';

export function viewIndex({ state, snapshotsDone, snapshotsTotal, gaps, failure }: NameIndexStatus): IndexState {
  return { isComplete: state === 'complete', snapshotsDone, snapshotsTotal, gaps, failure };
}

export function viewHit({ host, paths, path, name, versionCount, newest, goneSince }: NameFound): Hit {
  const folder = path.slice(0, -name.length - 1) as ByteString;
  return {
    name: toDisplay(name),
    path: encodePath(path),
    folder: toDisplay(folder),
    hostname: host,
    paths,
    versions: versionCount,
    newest: viewVersion(newest),
    goneSince: goneSince ? viewMoment(goneSince) : null,
  };
}

export function viewVersion({ kind, sizeBytes, mtimeMs, oldest, newest, snapshotCount }: NameVersion): VersionOf {
  return {
    type: kind,
    sizeBytes,
    modified: timeText(mtimeMs),
    oldest: viewMoment(oldest),
    newest: viewMoment(newest),
    snapshots: snapshotCount,
  };
}

export function viewComparison({ before, after, path, differences, next }: ComparedFolder): ComparePage {
  return {
    before: viewSnapshot(before),
    after: viewSnapshot(after),
    path: encodePath(path),
    trail: trailOf(path),
    differences: differences.map(viewDifference),
    next: next === undefined ? null : encodePath(next),
  };
}

function viewDifference({ name, path, kind, before, after }: EntryDifference): Difference {
  const shown = toDisplay(name);
  const side = (version: EntryVersion | null) =>
    version && {
      type: version.type,
      sizeBytes: version.sizeBytes,
      modified: timeText(version.modified.getTime()),
      preview: version.type === 'file' ? previewOf(shown) : null,
    };
  return { name: shown, path: encodePath(path), change: kind, before: side(before), after: side(after) };
}

function viewMoment({ id, timeMs }: SnapshotAt): { snapshot: string; time: string } {
  return { snapshot: id, time: timeText(timeMs) };
}
