/** The repository: restic's format, read and written. Its README explains the inside. */
export type { BackupProblem } from './backup/archiver.ts';
export { type BackupOptions, type BackupResult, backup } from './backup/backup.ts';
export type { BackupSource, Listed } from './backup/source.ts';
export { type FileRange, findNode, readFile, readTree, type WalkedNode, walkTree } from './browse.ts';
export { type CheckOptions, type CheckResult, check } from './check/check.ts';
export type { CheckProblem } from './check/problem.ts';
export type { Password } from './crypto/password.ts';
export { addKey, changePassword, listKeys, removeKey } from './key-management.ts';
export type { KeyInfo } from './keys.ts';
export { initRepository, isRepository, openRepository, Repository } from './repository.ts';
export { type RestoreOptions, type RestoreResult, restore } from './restore/restore.ts';
export type { RestoreProblem } from './restore/restore-tally.ts';
export type { Choice, Select } from './restore/selection.ts';
export { findSnapshot, listSnapshots, type Snapshot, type SnapshotFilter, type SnapshotSummary } from './snapshots.ts';
export { openStore } from './stores/open.ts';
export type { Store } from './stores/store.ts';
export { goQuote, goUnquote } from './trees/go-quote.ts';
export type { TreeNode } from './trees/node.ts';
