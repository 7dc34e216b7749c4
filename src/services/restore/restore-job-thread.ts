/** The thread in which one restore runs. */
import { toDisplay } from '../../base/index.ts';
import { serveThread } from '../../box/jobs/index.ts';
import { findNode, findSnapshot, Repository, restore } from '../../repository/index.ts';
import { choosePaths } from './chosen-paths.ts';
import type { RestoreJobResult, RestoreThreadOrder } from './job-orders.ts';
import { ofPeople } from './people-only.ts';

await serveThread<RestoreThreadOrder, RestoreJobResult>(async ({ repository: handed, paths, target, overwrite, ...order }, work) => {
  const repository = Repository.handed(handed);
  const snapshot = ofPeople(await findSnapshot(repository, order.snapshot));
  // A name that is not there must not pass for one that held nothing.
  for (const path of paths) await findNode(repository, snapshot.tree, path);
  const { root, select } = choosePaths(paths);
  const result = await restore(repository, {
    snapshot,
    path: root,
    select,
    target,
    overwrite,
    signal: work.signal,
    report: work.report,
    onProblem: ({ kind, path, message }) => work.problem({ kind, path: `/${toDisplay(path)}`, message }),
  });
  return { ...result, snapshotId: snapshot.id, partial: result.problems > 0 };
});
