/** Jobs: everything long, with progress, cancel, resume and a history. */
export { drivesOf } from './drive-of.ts';
export {
  type Job,
  type JobKind,
  type JobLine,
  type JobProblem,
  type JobProgress,
  type JobState,
  type JobWork,
  PRIORITY,
  type PriorityName,
} from './job.ts';
export type { JobQuery, PageOf } from './job-table.ts';
export { Jobs, type JobsOptions, type SubmitOptions } from './jobs.ts';
export { serveThread } from './serve-thread.ts';
export { runInThread } from './thread.ts';
