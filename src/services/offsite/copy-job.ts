/**
 * The job that keeps a second repository up to date in another folder or on another drive of the box.
 *
 * The second one shares the master key and the key files, so the same passphrase opens it and packs are copied as files. It is made
 * when the folder holds none; once it is made, a folder without it is a drive that is not there, and nothing is made in its place.
 */
import path from 'node:path';
import { Fault } from '../../base/index.ts';
import { type JobKind, runInThread } from '../../box/jobs/index.ts';
import type { Repository } from '../../repository/index.ts';
import { liesIn } from '../../sources/index.ts';
import type { CopyBefore, CopyJobOrder, CopyJobResult, CopyThreadOrder } from './job-orders.ts';

export interface CopyJobParts {
  /** The folder the repository lies in. */
  readonly location: string;
  readonly repository: () => Repository;
  /** Folders of the box itself, into which nothing is copied. */
  readonly keepOut?: readonly string[] | undefined;
  readonly before?: ((target: string) => Promise<CopyBefore | undefined>) | undefined;
  /** Hears of each copy that is up to date. */
  readonly copied?: ((target: string, result: CopyJobResult) => Promise<void>) | undefined;
}

export function copyJob({ location, repository, keepOut = [], before, copied }: CopyJobParts): JobKind<CopyJobOrder> {
  return {
    kind: 'copy',
    priority: 'scheduled',
    afterRestart: 'resume',
    yields: true,
    needsRepository: true,
    subjectOf({ target }) {
      if (!path.isAbsolute(target) || target.includes('\0'))
        throw new Fault('input.invalid', 'Name the folder to copy into by its whole path, beginning with a slash.');
      if (keepOut.some((folder) => liesIn(target, folder)))
        throw new Fault('input.invalid', `The box keeps its own state in ${target}; choose a folder on another drive.`);
      if (liesIn(target, location) || liesIn(location, target))
        throw new Fault('input.invalid', `The backups themselves lie in or under ${target}; choose a folder on another drive.`);
      return { target };
    },
    placesOf: ({ target }) => [target, location],
    async run({ target }, work) {
      const order: CopyThreadOrder = { target, repository: repository().handOver(), before: await before?.(target) };
      const result = await runInThread<CopyJobResult>(new URL('./copy-job-thread.ts', import.meta.url), order, work);
      // A copy that lacks what is damaged here is not up to date.
      if (!result.partial) await copied?.(target, result);
      return { ...result };
    },
  };
}
