/** The thread in which snapshots are forgotten, and then the repository is pruned. */
import { type JobWork, serveThread } from '../../box/jobs/index.ts';
import { forget, PERIODS, type Policy, prune, Repository } from '../../repository/index.ts';
import type { KeepRules, PruneJobResult, PruneThreadOrder } from './job-orders.ts';

await serveThread<PruneThreadOrder, PruneJobResult>(async ({ repository: handed, policy, dryRun = false }, work) => {
  const repository = Repository.handed(handed);
  const before = (work.saved as { forgotten?: number } | undefined)?.forgotten ?? 0;
  const forgotten = hasRule(policy) ? await forgetBy(policyOf(policy!), { repository, dryRun, work, before }) : [];
  const { signal, report } = work;
  const result = await prune(repository, { signal, report, dryRun, asIfForgotten: new Set(forgotten) });
  return { ...result, dryRun, snapshotsForgotten: before + forgotten.length };
});

interface Forgetting {
  readonly repository: Repository;
  readonly dryRun: boolean;
  readonly work: JobWork;
  /** How many earlier attempts removed. */
  readonly before: number;
}

/** The ids of what is gone, or would be. */
async function forgetBy(policy: Policy, { repository, dryRun, work, before }: Forgetting): Promise<string[]> {
  const removed: string[] = [];
  try {
    const groups = await forget(repository, {
      signal: work.signal,
      policy,
      dryRun,
      onDamage: ({ message }) =>
        work.problem({ kind: 'snapshot-damaged', path: '', message: `${message} It is passed over: neither counted nor removed.` }),
      onRemoved: ({ id, time, paths }) => {
        removed.push(id);
        work.log(`Forgot version ${id.slice(0, 8)} of ${paths.join(', ')}, made ${time}.`);
      },
    });
    return dryRun ? groups.flatMap(({ remove }) => remove.map(({ id }) => id)) : removed;
  } finally {
    // Only a count: what it is for must not cost the job its end.
    const save = work.save({ forgotten: before + removed.length });
    await save.catch((error: Error) => work.log(error.message));
  }
}

function hasRule(policy: KeepRules | undefined): boolean {
  return Object.values(policy ?? {}).some((count) => (count ?? 0) > 0);
}

function policyOf(rules: KeepRules): Policy {
  return { last: rules.last, periods: Object.fromEntries(PERIODS.map((period) => [period, rules[period] ?? 0])) };
}
