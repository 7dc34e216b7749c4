/** The box as a whole, and its backups that run or ran. */
import * as z from 'zod';
import { Problem } from './problem.ts';
import { KitStatus, RepositoryState, UnlockMode } from './repository.ts';
import { Bytes, Count, SnapshotId, Time } from './words.ts';

export const RunProgress = z
  .object({
    phase: z.enum(['opening', 'scanning', 'backing up']),
    filesDone: Count,
    filesTotal: Count.nullable(),
    bytesDone: Bytes,
    bytesTotal: Bytes.nullable(),
    bytesPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
    current: z.string().nullable(),
  })
  .meta({ id: 'RunProgress', description: 'what is not known is null, never a guess' });
export type RunProgress = z.infer<typeof RunProgress>;

export const Run = z
  .object({
    id: z.string(),
    folder: z.string(),
    state: z.enum(['running', 'cancelling', 'done', 'partial', 'cancelled', 'failed']),
    startedAt: Time,
    finishedAt: Time.nullable(),
    progress: RunProgress,
    problemCount: Count,
    result: z
      .object({
        snapshotId: SnapshotId,
        filesNew: Count,
        filesChanged: Count,
        filesUnmodified: Count,
        bytesProcessed: Bytes,
        bytesAdded: Bytes.meta({ description: 'what the repository grew by' }),
      })
      .nullable(),
    failure: Problem.pick({ code: true, detail: true }).nullable(),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof Run>;

export const Status = z
  .object({
    repository: RepositoryState,
    unlockMode: UnlockMode,
    opensByItself: z.boolean().meta({ description: 'whether the next start of the box opens the repository without anybody' }),
    kit: KitStatus,
    countsAsProtected: z
      .boolean()
      .meta({ description: 'false until a recovery kit was typed back: no backup counts as protection before' }),
    current: Run.nullable(),
    recent: z.array(Run).readonly().meta({ description: 'finished runs since the box started, newest first' }),
  })
  .meta({ id: 'Status' });
export type Status = z.infer<typeof Status>;

export const RunProblem = z
  .object({
    kind: z.enum(['unreadable', 'vanished', 'changed-while-read', 'metadata-incomplete', 'parent-damaged', 'repository-damaged']),
    path: z.string(),
    message: z.string(),
  })
  .meta({ id: 'RunProblem' });
export type RunProblem = z.infer<typeof RunProblem>;

export const ProblemList = z
  .object({
    problems: z.array(RunProblem).readonly(),
    count: Count.meta({ description: 'may exceed the length of the list, which is capped' }),
  })
  .meta({ id: 'ProblemList' });
export type ProblemList = z.infer<typeof ProblemList>;
