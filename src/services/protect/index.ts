/** Protect: backs folders up into the appliance's repository. */
export { type BackupJobParts, backupJob } from './backup-job.ts';
export { BoxSettings, type SettingsCarried, type SettingsImport, type SettingsNow, type SettingsWanted } from './box-settings.ts';
export { type CheckJobParts, checkJob } from './check-job.ts';
export { type FolderChoice, type FolderOption, listFolders } from './folders.ts';
export type {
  BackupJobOrder,
  BackupJobResult,
  CheckJobOrder,
  CheckJobResult,
  KeepRules,
  PruneJobOrder,
  PruneJobResult,
  ReadData,
} from './job-orders.ts';
export type { KitAbout, KitCommand, KitPage } from './kit-page.ts';
export { KitRows } from './kit-rows.ts';
export { type LastCheck, Protect, type ProtectParts } from './protect.ts';
export type { ProtectedFolder } from './protected-folders.ts';
export { pruneJob } from './prune-job.ts';
export { type KitState, type KitStatus, RecoveryKit } from './recovery-kit.ts';
export type { RepositoryAccess } from './repository-access.ts';
export { prepareState } from './state-folder.ts';
export { type RepositoryState, type UnlockMode, Vault, type VaultParts, type VaultStatus } from './vault.ts';
