/** Jobs: everything long, by which progress is followed and by which it is started. */
import * as z from 'zod';
import { Problem } from './problem.ts';
import { Count, SnapshotId, Time } from './words.ts';

export const JobState = z.enum(['queued', 'running', 'paused', 'interrupted', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof JobState>;

export const JobProgress = z
  .object({
    phase: z.string().meta({ description: 'what is being done now, as a code' }),
    done: z.number(),
    total: z.number().nullable(),
    unit: z.enum(['bytes', 'files']),
    filesDone: Count,
    filesTotal: Count.nullable(),
    perSecond: z.number().nullable().meta({ description: 'in `unit`' }),
    secondsLeft: z.number().nullable().meta({ description: 'null while it is being measured' }),
    current: z.string().nullable(),
  })
  .meta({ id: 'JobProgress', description: 'what is not known is null, never a guess' });
export type JobProgress = z.infer<typeof JobProgress>;

export const JobView = z
  .object({
    id: z.string(),
    kind: z.string(),
    subject: z.record(z.string(), z.string()).meta({ description: 'what it is about, by names that belong to the kind' }),
    state: JobState,
    stopping: z.enum(['cancel', 'pause']).nullable(),
    waitsFor: z.enum(['repository', 'drive']).nullable(),
    priority: z.enum(['background', 'scheduled', 'asked', 'urgent']),
    requestedBy: z.string().nullable().meta({ description: 'null: the box itself' }),
    createdAt: Time,
    startedAt: Time.nullable(),
    finishedAt: Time.nullable(),
    attempts: Count,
    progress: JobProgress,
    problemCount: Count,
    result: z.record(z.string(), z.unknown()).nullable(),
    failure: Problem.pick({ code: true, detail: true }).nullable(),
  })
  .meta({ id: 'Job' });
export type JobView = z.infer<typeof JobView>;

export const JobPage = z
  .object({
    jobs: z.array(JobView).readonly(),
    next: z.string().nullable().meta({ description: 'for `before` of the next page; null at the end' }),
  })
  .meta({ id: 'JobPage' });
export type JobPage = z.infer<typeof JobPage>;

export const JobProblemList = z
  .object({
    problems: z.array(z.object({ kind: z.string(), path: z.string(), message: z.string() })).readonly(),
    count: Count.meta({ description: 'may exceed the length of the list, which is capped' }),
  })
  .meta({ id: 'JobProblemList' });
export type JobProblemList = z.infer<typeof JobProblemList>;

export const JobLog = z
  .array(z.object({ number: Count.meta({ description: 'for `after` of the next request' }), time: Time, attempt: Count, text: z.string() }))
  .readonly();
export type JobLog = z.infer<typeof JobLog>;

/** How long versions are kept; a policy without any rule keeps everything. */
export const Policy = z
  .strictObject({
    last: Count.optional(),
    hourly: Count.optional(),
    daily: Count.optional(),
    weekly: Count.optional(),
    monthly: Count.optional(),
    yearly: Count.optional(),
  })
  .meta({ id: 'Policy', description: 'how many versions of each kind are kept' });
export type Policy = z.infer<typeof Policy>;

export const JobOrder = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('backup'), folder: z.string() }),
    z.strictObject({
      kind: z.literal('restore'),
      snapshot: SnapshotId,
      paths: z.array(z.string()).min(1).meta({ description: 'percent-encoded paths inside the snapshot; [""] is everything' }),
      target: z.string().meta({ description: 'a folder of the box; what is there already is never overwritten unless asked' }),
      overwrite: z.enum(['never', 'if-newer', 'always']).default('never'),
    }),
    z.strictObject({
      kind: z.literal('check'),
      readData: z.union([z.literal('none'), z.literal('all'), z.strictObject({ percent: z.number().min(0.1).max(100) })]).default('none'),
    }),
    z.strictObject({ kind: z.literal('prune'), policy: Policy.optional(), dryRun: z.boolean().default(false) }),
    z.strictObject({ kind: z.literal('copy'), target: z.string().meta({ description: 'a folder on another drive of the box' }) }),
  ])
  .meta({ id: 'JobOrder' });
export type JobOrder = z.infer<typeof JobOrder>;
