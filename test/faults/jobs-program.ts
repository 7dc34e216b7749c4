/** The box that is killed: a catalog, an engine and all kinds of jobs over one repository. It says what becomes of one job. */
import { writeSync } from 'node:fs';
import { Catalog } from '../../src/box/catalog/index.ts';
import { Jobs } from '../../src/box/jobs/index.ts';
import { type HandedRepository, Repository } from '../../src/repository/index.ts';
import { copyJob } from '../../src/services/offsite/index.ts';
import { backupJob, checkJob, pruneJob } from '../../src/services/protect/index.ts';
import { restoreJob } from '../../src/services/restore/index.ts';

export interface JobsErrand {
  readonly state: string;
  readonly repository: HandedRepository;
  /** Given: submits it. Absent: takes up what is there, goes on with what is interrupted, and ends when the job has ended. */
  readonly submit?: { readonly kind: string; readonly order: unknown };
}

process.on('message', async ({ state, repository: handed, submit }: JobsErrand) => {
  const catalog = await Catalog.in(state, () => {});
  const jobs = new Jobs(catalog, { log: (line) => writeSync(2, `${line}\n`) });
  const repository = Repository.handed(handed);
  const access = { location: handed.location, repository: () => repository };
  for (const kind of [checkJob(access), pruneJob(access), copyJob(access)]) jobs.register(kind as never);
  jobs.register(backupJob({ ...access, leftOutOf: () => [] }));
  jobs.register(restoreJob({ ...access, keepOut: [] }));
  const news = jobs.watch(AbortSignal.timeout(120_000));
  await jobs.repositoryIsOpen(true);
  await jobs.start();
  const [first] = submit ? [await jobs.submit(submit.kind, submit.order, { by: 'anna' })] : await jobs.list({ limit: 1 });
  tell(first!);
  if (first!.state === 'interrupted') await jobs.resume(first!.id);
  if (!['done', 'failed'].includes(first!.state)) {
    for await (const job of news) {
      if (!['done', 'failed', 'cancelled'].includes(job.state)) continue;
      tell(job);
      break;
    }
  }
  await jobs.close();
  await catalog.close();
  process.disconnect!();
});

/** Written at once, as a promise to a person is: what is told before the kill counts. */
function tell(job: unknown): void {
  writeSync(1, `${JSON.stringify(job)}\n`);
}
