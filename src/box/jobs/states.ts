/** What may follow on what: pure, each answers with the change it makes to a job. */
import { Fault, isFault } from '../../base/index.ts';
import type { Outcome, StopReason } from './attempt.ts';
import type { Job, JobKind, JobState } from './job.ts';

export type Change = Partial<Job>;

export interface Moved {
  readonly change: Change;
  /** For the job's log. */
  readonly line: string;
}

export function isEnded({ state }: { state: JobState }): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** Asked to stop, by a person. Undefined when that is so already. */
export function afterStop({ state, stopping }: Job, reason: 'cancel' | 'pause', now: string): Moved | undefined {
  if (state === 'running') {
    if (stopping === 'cancel' || stopping === reason) return undefined;
    return { change: { stopping: reason }, line: reason === 'cancel' ? 'Asked to cancel.' : 'Asked to pause.' };
  }
  if (reason === 'cancel') return { change: { state: 'cancelled', finishedAt: now, waitsFor: null }, line: 'Cancelled before it ran.' };
  return state === 'paused' ? undefined : { change: { state: 'paused', waitsFor: null }, line: 'Paused before it ran.' };
}

/** How an attempt ended. What was done is done, also when somebody wanted it to stop. */
export function afterEnd(outcome: Outcome, stopped: StopReason | undefined, { kind, now }: { kind: JobKind; now: string }): Moved {
  const over = { stopping: null, waitsFor: null };
  if (outcome.kind === 'done') return { change: { ...over, state: 'done', result: outcome.result, finishedAt: now }, line: 'Done.' };
  const { code, detail } = outcome.failure;
  const also = stopped === undefined || isFault(outcome.error, 'cancelled') ? '' : ` While it stopped: ${detail}`;
  switch (stopped) {
    case 'cancel':
      return { change: { ...over, state: 'cancelled', finishedAt: now }, line: `Cancelled.${also}` };
    case 'pause':
      return { change: { ...over, state: 'paused' }, line: `Paused.${also}` };
    case 'make way':
      return { change: { ...over, state: 'queued' }, line: `Made way for more urgent work.${also}` };
    case 'close': {
      const state = kind.afterRestart === 'resume' ? 'queued' : 'interrupted';
      return { change: { ...over, state }, line: `Stopped, as the box stops.${also}` };
    }
    default:
      return { change: { ...over, state: 'failed', failure: outcome.failure, finishedAt: now }, line: `Failed (${code}): ${detail}` };
  }
}

/**
 * The box died while the job ran, or waited; `kind` is undefined when nobody does this work any more. In a catalog that came back from
 * a copy (`isOld`) the job may have ended since, or been cancelled: a person decides. Undefined: it stays as it is.
 */
export function afterRestart(
  { state, stopping }: Job,
  kind: JobKind | undefined,
  { now, isOld }: { now: string; isOld: boolean },
): Moved | undefined {
  const line = 'The box stopped while this ran.';
  if (state === 'running' && stopping === 'cancel') return { change: { state: 'cancelled', stopping: null, finishedAt: now }, line };
  if (state === 'running' && stopping === 'pause') return { change: { state: 'paused', stopping: null }, line };
  if (isOld && (state === 'running' || state === 'queued'))
    return { change: { state: 'interrupted' }, line: 'The memory of the box came back from a copy; this may have ended since.' };
  if (state === 'running') return { change: { state: kind?.afterRestart === 'resume' ? 'queued' : 'interrupted' }, line };
  const isOrphan = state === 'queued' && kind === undefined;
  return isOrphan ? { change: { state: 'interrupted' }, line: 'This version of the box cannot do this work.' } : undefined;
}

export function refuseEnded(job: Job): void {
  if (isEnded(job)) throw new Fault('job.ended', `This job has ended already (${job.state}); nothing was changed.`);
}

export function refuseResume({ state, stopping }: Job): void {
  if (state === 'done') throw new Fault('job.ended', 'This job is done; start a new one instead.');
  if (stopping !== null)
    throw new Fault('job.stopping', 'This job is still stopping. Wait until it has stopped, then go on.', { retryable: true });
}
