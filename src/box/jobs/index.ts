/** Jobs: everything long, with progress, cancel, resume and a history. */
export {
  type Job,
  type JobKind,
  type JobProblem,
  type JobProgress,
  type JobState,
  type JobWork,
  PRIORITY,
  type PriorityName,
} from './job.ts';
