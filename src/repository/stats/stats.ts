/**
 * Counts and sizes of snapshots, in the four ways of restic's `stats`.
 *
 * Each tree is read once, however many snapshots share it; restored sizes alone read a tree with hard links again in each snapshot.
 * Source: restic's manual, "Getting information about repository size".
 */

import { withLock } from '../locking.ts';
import type { Repository } from '../repository.ts';
import { listSnapshots, type Snapshot } from '../snapshots.ts';
import { countBlobs, type RawData } from './raw-data.ts';
import { countRestored } from './restore-size.ts';
import { countBlobsPerFile, countByContents } from './unique-files.ts';

export const STATS_MODES = ['restore-size', 'files-by-contents', 'blobs-per-file', 'raw-data'] as const;

/**
 * `restore-size`: every entry of every snapshot, each hard link once a snapshot. `files-by-contents`: files of equal content once.
 * `blobs-per-file`: of such files the blobs, once a path. `raw-data`: blobs as they lie in the repository, each once.
 */
export type StatsMode = (typeof STATS_MODES)[number];

/** What the mode does not count is absent. Sizes are bytes. */
export interface Counts {
  readonly totalBytes: number;
  readonly files?: number;
  readonly blobs?: number;
  readonly raw?: RawData;
}

export interface Stats extends Counts {
  readonly snapshots: number;
}

export interface StatsOptions {
  readonly mode: StatsMode;
  /** Picks from all snapshots, which come oldest first; all of them unless given. */
  readonly choose?: ((all: readonly Snapshot[]) => readonly Snapshot[]) | undefined;
  readonly noLock?: boolean | undefined;
  readonly signal: AbortSignal;
}

const COUNTERS = {
  'restore-size': countRestored,
  'files-by-contents': countByContents,
  'blobs-per-file': countBlobsPerFile,
  'raw-data': countBlobs,
} as const satisfies Record<StatsMode, (repository: Repository, snapshots: readonly Snapshot[], signal: AbortSignal) => Promise<Counts>>;

/** Throws 'repository.damaged', 'repository.blob.missing' and the store's Faults: figures that leave something out would mislead. */
export async function stats(repository: Repository, { mode, choose = (all) => all, noLock, signal }: StatsOptions): Promise<Stats> {
  return await withLock(repository, { mode: 'read', noLock, signal }, async (lockSignal) => {
    // Snapshots before the index: what they need is then in it.
    const snapshots = choose(await listSnapshots(repository));
    return { ...(await COUNTERS[mode](repository, snapshots, lockSignal)), snapshots: snapshots.length };
  });
}
