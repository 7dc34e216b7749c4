/** The box as a whole: what Home tells. */
import * as z from 'zod';
import { ProtectedFolder } from './folders.ts';
import { JobView } from './jobs.ts';
import { Problem } from './problem.ts';
import { KitStatus, RepositoryState, UnlockMode } from './repository.ts';
import { IndexState } from './search.ts';
import { Time } from './words.ts';

export const CopyView = z
  .object({
    path: z.string(),
    lastCopyAt: Time.nullable().meta({ description: 'null: never completely' }),
    isSameDrive: z.boolean().meta({ description: 'on a drive of the backups themselves: one dying drive takes both' }),
  })
  .meta({ id: 'Copy', description: 'another place that holds the backups' });
export type CopyView = z.infer<typeof CopyView>;

export const LastCheck = z
  .object({
    at: Time,
    readData: z.union([z.literal(['none', 'all']), z.object({ percent: z.number() })]),
    isWhole: z.boolean(),
  })
  .meta({ id: 'LastCheck' });
export type LastCheck = z.infer<typeof LastCheck>;

export const Status = z
  .object({
    box: z.object({ name: z.string(), version: z.string() }),
    repository: RepositoryState,
    unlockMode: UnlockMode,
    opensByItself: z.boolean().meta({ description: 'whether the next start of the box opens the repository without anybody' }),
    kit: KitStatus,
    countsAsProtected: z
      .boolean()
      .meta({ description: 'false until a recovery kit was typed back: no backup counts as protection before' }),
    folders: z
      .array(ProtectedFolder)
      .readonly()
      .meta({ description: 'never backed up first, then the freshest; while the backups are locked only those chosen' }),
    copies: z.array(CopyView).readonly(),
    lastCheck: LastCheck.nullable(),
    boxSnapshotAt: Time.nullable().meta({ description: "when the box's own memory was last saved into the repository" }),
    index: IndexState,
    jobs: z.array(JobView).readonly().meta({ description: 'all that have not ended, oldest first' }),
    recent: z.array(JobView).readonly().meta({ description: 'the last that ended, newest first' }),
    alarms: z.array(Problem.pick({ code: true, detail: true, details: true })).readonly(),
  })
  .meta({ id: 'Status' });
export type Status = z.infer<typeof Status>;
