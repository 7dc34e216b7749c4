/**
 * The job that brings versions of files back into a folder or onto a drive of the box.
 *
 * What an attempt restored is whole, and the next one leaves it as it is. After a restart a person decides: the drive may be another.
 */
import path from 'node:path';
import { Fault } from '../../base/index.ts';
import { type JobKind, runInThread } from '../../box/jobs/index.ts';
import type { Repository } from '../../repository/index.ts';
import { liesIn } from '../../sources/index.ts';
import type { RestoreJobOrder, RestoreJobResult, RestoreThreadOrder } from './job-orders.ts';

export interface RestoreJobParts {
  /** The folder the repository lies in. */
  readonly location: string;
  readonly repository: () => Repository;
  /** Folders of the box itself, into which nothing is restored. */
  readonly keepOut: readonly string[];
}

export function restoreJob({ location, repository, keepOut }: RestoreJobParts): JobKind<RestoreJobOrder> {
  return {
    kind: 'restore',
    priority: 'urgent',
    afterRestart: 'ask',
    yields: false,
    needsRepository: true,
    subjectOf(order) {
      checkOrder(order, [location, ...keepOut]);
      return { snapshot: order.snapshot, target: order.target };
    },
    placesOf: ({ target }) => [target, location],
    async run(order, work) {
      const given: RestoreThreadOrder = { ...order, repository: repository().handOver() };
      return { ...(await runInThread<RestoreJobResult>(new URL('./restore-job-thread.ts', import.meta.url), given, work)) };
    },
  };
}

function checkOrder({ paths, target, overwrite = 'never' }: RestoreJobOrder, keepOut: readonly string[]): void {
  if (!path.isAbsolute(target) || target.includes('\0'))
    throw new Fault('input.invalid', 'Name the folder to restore into by its whole path, beginning with a slash.');
  // What is restored may hold folders of the same names as those above the state.
  if (keepOut.some((folder) => liesIn(target, folder) || liesIn(folder, target)))
    throw new Fault('input.invalid', `The box keeps its own state in ${target}, or below it; choose another folder to restore into.`);
  if (paths.length === 0) throw new Fault('input.invalid', 'Nothing is chosen to be restored.');
  if (!['never', 'if-newer', 'always'].includes(overwrite))
    throw new Fault('input.invalid', 'What is there already is overwritten never, if-newer or always.');
}
