/** Backups among the jobs, as Home and Activity show them. */
import type { JobView, Status } from '../../../src/api/contract/index.ts';

export type RunState = 'running' | 'cancelling' | 'done' | 'partial' | 'cancelled' | 'failed';

export interface Run {
  readonly id: string;
  readonly folder: string;
  readonly state: RunState;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly progress: RunProgress;
  readonly problemCount: number;
  readonly result: {
    readonly filesNew: number;
    readonly filesChanged: number;
    readonly filesUnmodified: number;
    readonly bytesAdded: number;
  } | null;
  readonly failure: JobView['failure'];
}

/** What is not known is null, never a guess. */
export interface RunProgress {
  readonly phase: string;
  readonly filesDone: number;
  readonly filesTotal: number | null;
  readonly bytesDone: number;
  readonly bytesTotal: number | null;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly current: string | null;
}

/** The backup that runs or waits. */
export function currentRun({ jobs }: Status): Run | null {
  const job = jobs.find(({ kind, state }) => kind === 'backup' && (state === 'running' || state === 'queued'));
  return job ? runOf(job) : null;
}

/** The last that ended, newest first. */
export function recentRuns({ recent }: Status): readonly Run[] {
  return recent.filter(({ kind }) => kind === 'backup').map(runOf);
}

function runOf(job: JobView): Run {
  const { progress } = job;
  const inBytes = progress.unit === 'bytes';
  return {
    id: job.id,
    folder: job.subject.folder ?? '',
    state: stateOf(job),
    startedAt: job.startedAt ?? job.createdAt,
    finishedAt: job.finishedAt,
    progress: {
      phase: progress.phase,
      filesDone: progress.filesDone,
      filesTotal: progress.filesTotal,
      bytesDone: inBytes ? progress.done : 0,
      bytesTotal: inBytes ? progress.total : null,
      bytesPerSecond: inBytes ? progress.perSecond : null,
      secondsLeft: progress.secondsLeft,
      current: progress.current,
    },
    problemCount: job.problemCount,
    result: job.result as unknown as Run['result'],
    failure: job.failure,
  };
}

function stateOf({ state, stopping, result }: JobView): RunState {
  if (state === 'done') return result?.partial === true ? 'partial' : 'done';
  if (state === 'failed' || state === 'cancelled') return state;
  return stopping === null ? 'running' : 'cancelling';
}
