/** Restore: looks into snapshots and gives back what is in them, one at a time or all at once. */
export type { NamedKind, NameFound, NamePage, NameQuestion, NameVersion, SnapshotAt } from '../../box/names/index.ts';
export type { Snapshot, TreeNode } from '../../repository/index.ts';
export type { ChangeCounts, ComparedFolder, DifferenceKind, EntryCounts, EntryDifference, EntryVersion } from './compare.ts';
export type { RestoreJobOrder, RestoreJobResult } from './job-orders.ts';
export { NameIndex, type NameIndexOptions, type NameIndexState, type NameIndexStatus, type NameSearch } from './name-index.ts';
export { type Folder, type OpenFile, Restore, type SidesToCompare } from './restore.ts';
export { type RestoreJobParts, restoreJob } from './restore-job.ts';
export { zipFolder, zipName } from './zip.ts';
