/** How far the box is on the way to its first backup: told by the box alone, so that another browser goes on where this one stopped. */
import type { JobView, Status } from '../../../src/api/contract/index.ts';

/** The steps on the way, as they are counted for people. */
export const STEPS = ['owner', 'folder', 'passphrase', 'kit', 'backup'] as const;
export type Step = (typeof STEPS)[number];

/** Once a backup was begun, whatever became of it, Home is what a person needs. While the backups are locked nobody knows. */
export function isSetUp({ repository, folders, jobs, recent }: Status): boolean {
  if (repository !== 'open') return repository === 'locked';
  const isBackup = ({ kind }: JobView) => kind === 'backup';
  return jobs.some(isBackup) || recent.some(isBackup) || folders.some(({ snapshotCount }) => snapshotCount > 0);
}

/** The first step that is not done; the owner's is done where there is a status at all. */
export function stepOf({ repository, folders, kit }: Status): Step {
  if (folders.length === 0) return 'folder';
  if (repository === 'absent') return 'passphrase';
  return kit.state === 'confirmed' ? 'backup' : 'kit';
}
