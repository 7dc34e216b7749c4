/** Offsite: copies of the box's repository in other places. */
export { type CopyJobParts, copyJob } from './copy-job.ts';
export type { CopyJobOrder, CopyJobResult } from './job-orders.ts';
export { type Copy, Offsite, type OffsiteParts } from './offsite.ts';
