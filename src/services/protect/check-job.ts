/**
 * The job that proves that the box's repository is whole.
 *
 * Reading all data takes days where there is much: an attempt that is cut off goes on with the packs it has not read yet.
 */
import { Fault } from '../../base/index.ts';
import { type JobKind, runInThread } from '../../box/jobs/index.ts';
import type { CheckJobOrder, CheckJobResult, CheckThreadOrder, ReadData } from './job-orders.ts';
import type { RepositoryAccess } from './repository-access.ts';

export interface CheckJobParts extends RepositoryAccess {
  /** Hears what each finished check found. */
  readonly checked?: ((result: CheckJobResult) => Promise<void>) | undefined;
}

export function checkJob({ location, repository, checked }: CheckJobParts): JobKind<CheckJobOrder> {
  return {
    kind: 'check',
    priority: 'background',
    afterRestart: 'resume',
    yields: true,
    needsRepository: true,
    subjectOf: ({ readData }) => ({ readData: textOf(readData) }),
    placesOf: () => [location],
    async run({ readData }, work) {
      const order: CheckThreadOrder = { repository: repository().handOver(), readData };
      const result = await runInThread<CheckJobResult>(new URL('./check-job-thread.ts', import.meta.url), order, work);
      await checked?.(result);
      return { ...result };
    },
  };
}

function textOf(readData: ReadData): string {
  if (readData === 'none' || readData === 'all') return readData;
  if (readData?.percent > 0 && readData.percent <= 100) return `${readData.percent} %`;
  throw new Fault('input.invalid', 'A check reads none of the data, all of it, or a share of it in percent.');
}
