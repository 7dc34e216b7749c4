/** Restore: looks into snapshots and gives back what is in them. */
export type { Snapshot, TreeNode } from '../../repository/index.ts';
export { type Folder, type OpenFile, Restore } from './restore.ts';
export { zipFolder, zipName } from './zip.ts';
