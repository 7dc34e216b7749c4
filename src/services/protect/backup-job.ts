/**
 * The job that backs one folder up.
 *
 * It may be stopped at any moment: the next attempt reads only what is not stored yet.
 */
import { type JobKind, runInThread } from '../../box/jobs/index.ts';
import { patternsToKeepOut } from '../../sources/index.ts';
import { checkedFolder } from './folders.ts';
import type { BackupJobOrder, BackupJobResult, BackupThreadOrder } from './job-orders.ts';
import type { RepositoryAccess } from './repository-access.ts';

export interface BackupJobParts extends RepositoryAccess {
  /** What lies in a folder and is no part of its backups. */
  readonly leftOutOf: (folder: string) => readonly string[];
}

export function backupJob({ location, repository, leftOutOf }: BackupJobParts): JobKind<BackupJobOrder> {
  return {
    kind: 'backup',
    priority: 'asked',
    afterRestart: 'resume',
    yields: true,
    needsRepository: true,
    subjectOf: ({ folder }) => ({ folder: checkedFolder(folder) }),
    placesOf: ({ folder }) => [folder, location],
    async run({ folder }, work) {
      const opened = repository();
      const order = { repository: opened.handOver(), folder, excludes: patternsToKeepOut(leftOutOf(folder), [folder]) };
      try {
        const file = new URL('./backup-job-thread.ts', import.meta.url);
        return { ...(await runInThread<BackupJobResult>(file, order satisfies BackupThreadOrder, work)) };
      } finally {
        opened.forgetIndex(); // the thread wrote packs that the index read earlier does not know
      }
    },
  };
}
