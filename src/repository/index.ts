/** The repository: restic's format, read and written. Its README explains the inside. */
export type { BackupProblem } from './backup/archiver.ts';
export { type BackupOptions, type BackupResult, backup } from './backup/backup.ts';
export type { BackupSource, Listed } from './backup/source.ts';
export { BOX_TAG, isBoxSnapshot } from './box-snapshots.ts';
export { type FileRange, findNode, listFolder, readFile, readTree, readTreeNodes, type WalkedNode, walkTree } from './browse.ts';
export { type CheckOptions, type CheckResult, check } from './check/check.ts';
export type { CheckProblem } from './check/problem.ts';
export type { ReadSubset } from './check/subset.ts';
export { cloneRepository, openClone, shareKeys } from './clone.ts';
export { type CopyOptions, type CopyProblem, type CopyResult, type CopyWay, copySnapshots } from './copy/copy.ts';
export type { Password } from './crypto/password.ts';
export { type DiffCounts, type Difference, type DiffOptions, type DiffSide, diff } from './diff/diff.ts';
export { type ChangeCounts, compareFolders, countChanges, type EntryCounts, type FolderChange } from './diff/folders.ts';
export { type FindIn, type FindOptions, type Found, find } from './find/find.ts';
export { type FindObjectsOptions, type FoundObject, findObjects } from './find/objects.ts';
export { type ForgetOptions, type ForgottenGroup, forget, GROUP_BY_DEFAULT } from './forget/forget.ts';
export { type GroupKey, groupSnapshots, type SnapshotGroup } from './forget/groups.ts';
export { PERIODS, parseDuration } from './forget/periods.ts';
export { decide, type Policy } from './forget/policy.ts';
export { addKey, changePassword, listKeys, removeKey } from './key-management.ts';
export type { KeyInfo } from './keys.ts';
export { removeLocks } from './locks.ts';
export { type PruneOptions, type PruneResult, prune } from './prune/prune.ts';
export { type BlobsRepair, repairBlobs } from './repair/repair-blobs.ts';
export { type IndexRepair, repairIndex } from './repair/repair-index.ts';
export { type PacksRepair, repairPacks } from './repair/repair-packs.ts';
export { REPAIRED_TAG, repairSnapshots, type SnapshotsRepair } from './repair/repair-snapshots.ts';
export {
  type HandedRepository,
  type Inheritance,
  initRepository,
  isRepository,
  type KeptKey,
  openRepository,
  openRepositoryByKey,
  Repository,
} from './repository.ts';
export type { Overwrite } from './restore/entries.ts';
export { type RestoreOptions, type RestoreResult, restore } from './restore/restore.ts';
export type { RestoreProblem } from './restore/restore-tally.ts';
export type { Choice, Select } from './restore/selection.ts';
export { type DamagedSnapshot, type ListedSnapshots, snapshotListOf } from './snapshot-list.ts';
export { findSnapshot, latestOf, listSnapshots, type Snapshot, type SnapshotFilter, type SnapshotSummary } from './snapshots.ts';
export { STATS_MODES, type Stats, type StatsMode, type StatsOptions, stats } from './stats/stats.ts';
export { openStore } from './stores/open.ts';
export type { Store, StoredFile } from './stores/store.ts';
export { type TagOptions, tagSnapshots } from './tag.ts';
export { goQuote, goUnquote } from './trees/go-quote.ts';
export type { TreeListing } from './trees/listing.ts';
export { type TreeNode, toGoMode } from './trees/node.ts';
export { type MigrateOptions, type Migration, pendingMigrations, upgradeFormat } from './upgrade.ts';
