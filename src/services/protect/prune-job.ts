/** The job that forgets versions by a policy, and frees the space of what no version needs any more. */
import { type JobKind, runInThread } from '../../box/jobs/index.ts';
import type { PruneJobOrder, PruneJobResult, PruneThreadOrder } from './job-orders.ts';
import type { RepositoryAccess } from './repository-access.ts';

export function pruneJob({ location, repository }: RepositoryAccess): JobKind<PruneJobOrder> {
  return {
    kind: 'prune',
    priority: 'background',
    afterRestart: 'resume',
    yields: true,
    needsRepository: true,
    subjectOf: ({ dryRun }) => (dryRun ? { dryRun: 'yes' } : {}),
    placesOf: () => [location],
    async run(order, work) {
      const opened = repository();
      const given: PruneThreadOrder = { ...order, repository: opened.handOver() };
      try {
        return { ...(await runInThread<PruneJobResult>(new URL('./prune-job-thread.ts', import.meta.url), given, work)) };
      } finally {
        opened.forgetIndex(); // the thread may have moved what the index names
      }
    },
  };
}
