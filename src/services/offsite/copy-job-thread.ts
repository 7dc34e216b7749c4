/** The thread in which one copy runs. */
import { stat } from 'node:fs/promises';
import { Fault, toDisplay } from '../../base/index.ts';
import { type JobWork, serveThread } from '../../box/jobs/index.ts';
import { cloneRepository, copySnapshots, isRepository, openClone, openStore, Repository, shareKeys } from '../../repository/index.ts';
import type { CopyJobResult, CopyThreadOrder } from './job-orders.ts';

await serveThread<CopyThreadOrder, CopyJobResult>(async ({ repository, target, before }, work) => {
  const from = Repository.handed(repository);
  const { to, sharedKeys } = await openTarget(from, { target, before }, work);
  const { copied, there, blobs, bytes, problems } = await copySnapshots(from, to, {
    signal: work.signal,
    report: work.report,
    onProblem: ({ snapshot, path, message }) => {
      const about = snapshot ? `Version ${snapshot.id.slice(0, 8)} is not copied: ` : '';
      work.problem({ kind: 'not-copied', path: path === undefined ? '' : `/${toDisplay(path)}`, message: `${about}${message}` });
    },
  });
  const counts = { snapshotsCopied: copied.length, snapshotsThere: there.length, blobs, bytes };
  return { targetId: to.id, ...counts, sharedKeys, partial: problems > 0 };
});

async function openTarget(
  from: Repository,
  { target, before }: Pick<CopyThreadOrder, 'target' | 'before'>,
  work: JobWork,
): Promise<{ to: Repository; sharedKeys: readonly string[] }> {
  const store = openStore(target);
  const madeBefore = (work.saved as { targetId?: string } | undefined)?.targetId ?? before?.targetId;
  if (await isRepository(store)) {
    const opened = await openClone(store, from);
    const sharedKeys = await shareKeys(from, store, before?.sharedKeys);
    if (madeBefore !== opened.id) await work.save({ targetId: opened.id });
    return { to: opened, sharedKeys };
  }
  const isThere = await stat(target).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (madeBefore !== undefined || !isThere) {
    const message = `${target} is not there, or holds no backups any more. Is its drive plugged in? Nothing was made in its place.`;
    throw new Fault('store.unreachable', message, { retryable: true });
  }
  const made = await cloneRepository(store, from);
  work.log(`Made a repository in ${target}; the passphrase of the box opens it.`);
  await work.save({ targetId: made.id });
  return { to: made, sharedKeys: await shareKeys(from, store) };
}
