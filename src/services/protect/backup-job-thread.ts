/** The thread in which one backup runs. */
import { toDisplay } from '../../base/index.ts';
import { serveThread } from '../../box/jobs/index.ts';
import { backup, Repository } from '../../repository/index.ts';
import { folderSource } from '../../sources/index.ts';
import type { BackupJobResult, BackupThreadOrder } from './job-orders.ts';

await serveThread<BackupThreadOrder, BackupJobResult>(async (order, work) => {
  const { snapshot, summary, problems } = await backup(
    Repository.handed(order.repository),
    folderSource([order.folder], { excludes: order.excludes }),
    {
      signal: work.signal,
      report: (progress) => work.report({ ...progress, ...(progress.current === undefined ? {} : { current: `/${progress.current}` }) }),
      onProblem: ({ kind, path, message }) => work.problem({ kind, path: `/${toDisplay(path)}`, message }),
    },
  );
  return {
    snapshotId: snapshot!.id,
    filesNew: summary.files_new,
    filesChanged: summary.files_changed,
    filesUnmodified: summary.files_unmodified,
    bytesProcessed: summary.total_bytes_processed,
    bytesAdded: summary.data_added_packed,
    partial: problems > 0,
  };
});
