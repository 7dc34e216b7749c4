/** `Run`: one backup as a person sees it, from the start to its result. Values only; protect.ts moves them along. */
import { randomUUID } from 'node:crypto';
import type { Estimated, FaultCode, Progress } from '../../base/index.ts';

/** `partial`: a snapshot was made, but some of the source could not be read. */
export type RunState = 'running' | 'cancelling' | 'done' | 'partial' | 'cancelled' | 'failed';

export interface Run {
  readonly id: string;
  readonly folder: string;
  readonly state: RunState;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly progress: RunProgress;
  readonly problemCount: number;
  readonly result: RunResult | null;
  readonly failure: { readonly code: FaultCode; readonly detail: string } | null;
}

/** What is not known is null, never a guess. */
export interface RunProgress {
  readonly phase: 'opening' | 'scanning' | 'backing up';
  readonly filesDone: number;
  readonly filesTotal: number | null;
  readonly bytesDone: number;
  readonly bytesTotal: number | null;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly current: string | null;
}

export interface RunResult {
  readonly snapshotId: string;
  readonly filesNew: number;
  readonly filesChanged: number;
  readonly filesUnmodified: number;
  readonly bytesProcessed: number;
  /** What the repository grew by. */
  readonly bytesAdded: number;
}

/** An entry that was not backed up as it is. `path` is for people to read. */
export interface RunProblem {
  readonly kind: 'unreadable' | 'vanished' | 'changed-while-read' | 'metadata-incomplete' | 'parent-damaged' | 'repository-damaged';
  readonly path: string;
  readonly message: string;
}

export function newRun(folder: string): Run {
  const nothing = {
    filesDone: 0,
    filesTotal: null,
    bytesDone: 0,
    bytesTotal: null,
    bytesPerSecond: null,
    secondsLeft: null,
    current: null,
  };
  return {
    id: randomUUID(),
    folder,
    state: 'running',
    startedAt: new Date().toISOString(),
    finishedAt: null,
    progress: { phase: 'opening', ...nothing },
    problemCount: 0,
    result: null,
    failure: null,
  };
}

export function progressOf(progress: Progress, { bytesPerSecond, secondsLeft }: Estimated): RunProgress {
  return {
    phase: progress.phase === 'scanning' ? 'scanning' : 'backing up',
    filesDone: progress.filesDone,
    filesTotal: progress.filesTotal ?? null,
    bytesDone: progress.bytesDone,
    bytesTotal: progress.bytesTotal ?? null,
    current: progress.current === undefined ? null : `/${progress.current}`,
    bytesPerSecond,
    secondsLeft,
  };
}
