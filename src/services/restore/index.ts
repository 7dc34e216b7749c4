/** Restore: looks into snapshots and gives back what is in them. */
export type { Snapshot, TreeNode } from '../../repository/index.ts';
export type { RestoreJobOrder, RestoreJobResult } from './job-orders.ts';
export { type Folder, type OpenFile, Restore } from './restore.ts';
export { type RestoreJobParts, restoreJob } from './restore-job.ts';
export { zipFolder, zipName } from './zip.ts';
