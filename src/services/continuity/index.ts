/** Continuity: what makes the box itself replaceable. */
export type { Clock } from './clock.ts';
export { type BoxSnapshotOutcome, Continuity, type ContinuityOptions, type ContinuityStatus, type Returned } from './continuity.ts';
