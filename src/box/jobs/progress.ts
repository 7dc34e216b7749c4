/** `JobProgress` out of what a kind reports: in one unit, with rate and time left, and nothing that would be a guess. */
import { Estimate, type Progress } from '../../base/index.ts';
import type { JobProgress } from './job.ts';

export const NO_PROGRESS: JobProgress = {
  phase: 'opening',
  done: 0,
  total: null,
  unit: 'bytes',
  filesDone: 0,
  filesTotal: null,
  perSecond: null,
  secondsLeft: null,
  current: null,
};

export class Progression {
  #phase: Progress['phase'] | undefined;
  #estimate = new Estimate(0);

  /** A new phase is measured anew: it counts something else. */
  add(progress: Progress, nowMs: number): JobProgress {
    if (this.#phase !== progress.phase) this.#estimate = new Estimate(nowMs);
    this.#phase = progress.phase;
    const { bytesPerSecond, filesPerSecond, secondsLeft } = this.#estimate.add(progress, nowMs);
    const filesTotal = progress.filesTotal ?? null;
    const hasBytes = progress.bytesDone > 0 || (progress.bytesTotal ?? 0) > 0 || filesTotal === null;
    const counted = hasBytes
      ? { unit: 'bytes' as const, done: progress.bytesDone, total: progress.bytesTotal ?? null, perSecond: bytesPerSecond }
      : { unit: 'files' as const, done: progress.filesDone, total: filesTotal, perSecond: filesPerSecond };
    const { phase, filesDone, current = null } = progress;
    return { phase, ...counted, filesDone, filesTotal, secondsLeft, current };
  }
}
