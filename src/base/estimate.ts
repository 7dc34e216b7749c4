/**
 * Rate and time left of long work, smoothed, and absent while they would be a guess.
 *
 * Work is counted in bytes plus a fixed cost a file, because a thousand small files take longer than their bytes say.
 * Time left is known once the totals are known and 2 % of the work or 10 seconds have gone by since.
 */
import type { Progress } from './progress.ts';

const FILE_COST_BYTES = 32 * 1024;
const SMOOTHING_MS = 8_000;
const RATE_AFTER_MS = 1_000;
const TRUSTED_SHARE = 0.02;
const TRUSTED_AFTER_MS = 10_000;

export interface Estimated {
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

export class Estimate {
  readonly #startedMs: number;
  #totalsKnownMs: number | undefined;
  #lastMs: number;
  #lastBytes = 0;
  #lastWork = 0;
  /** Exponentially weighted sums of what was done and of the time it took, so early figures are plain averages. */
  #bytes = 0;
  #work = 0;
  #ms = 0;

  constructor(nowMs: number) {
    this.#startedMs = nowMs;
    this.#lastMs = nowMs;
  }

  add(progress: Progress, nowMs: number): Estimated {
    this.#weigh(progress, nowMs);
    if (progress.bytesTotal !== undefined && progress.filesTotal !== undefined) this.#totalsKnownMs ??= nowMs;
    const isRateKnown = nowMs - this.#startedMs >= RATE_AFTER_MS && this.#ms > 0;
    const bytesPerSecond = isRateKnown ? (this.#bytes / this.#ms) * 1000 : null;
    return { bytesPerSecond, secondsLeft: isRateKnown ? this.#secondsLeft(progress, nowMs) : null };
  }

  #weigh(progress: Progress, nowMs: number): void {
    const elapsedMs = nowMs - this.#lastMs;
    if (elapsedMs <= 0) return;
    const work = workOf(progress.bytesDone, progress.filesDone);
    const fade = Math.exp(-elapsedMs / SMOOTHING_MS);
    this.#bytes = this.#bytes * fade + Math.max(0, progress.bytesDone - this.#lastBytes);
    this.#work = this.#work * fade + Math.max(0, work - this.#lastWork);
    this.#ms = this.#ms * fade + elapsedMs;
    this.#lastMs = nowMs;
    this.#lastBytes = progress.bytesDone;
    this.#lastWork = work;
  }

  #secondsLeft(progress: Progress, nowMs: number): number | null {
    if (this.#totalsKnownMs === undefined || this.#work === 0) return null;
    const total = workOf(progress.bytesTotal!, progress.filesTotal!);
    const done = workOf(progress.bytesDone, progress.filesDone);
    const isTrusted = done >= total * TRUSTED_SHARE || nowMs - this.#totalsKnownMs >= TRUSTED_AFTER_MS;
    if (!isTrusted) return null;
    return (Math.max(0, total - done) / this.#work) * (this.#ms / 1000);
  }
}

function workOf(bytes: number, files: number): number {
  return bytes + files * FILE_COST_BYTES;
}
