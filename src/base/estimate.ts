/**
 * Rate and time left of long work, smoothed, and absent while they would be a guess.
 *
 * Work is counted in bytes plus a fixed cost a file, because a thousand small files take longer than their bytes say.
 * Time left is being measured until the totals are known and 5 % of the work is done, or has gone on for two minutes.
 */
import type { Progress } from './progress.ts';

const FILE_COST_BYTES = 32 * 1024;
const SMOOTHING_MS = 8_000;
const RATE_AFTER_MS = 1_000;
const TRUSTED_SHARE = 0.05;
const TRUSTED_AFTER_MS = 120_000;

/** What is done does not depend on what it is called. */
type Amounts = Omit<Progress, 'phase'> & { readonly phase: string };

export interface Estimated {
  readonly bytesPerSecond: number | null;
  readonly filesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

export class Estimate {
  readonly #startedMs: number;
  #lastMs: number;
  #lastBytes = 0;
  #lastFiles = 0;
  /** Exponentially weighted sums of what was done and of the time it took, so early figures are plain averages. */
  #bytes = 0;
  #files = 0;
  #ms = 0;

  constructor(nowMs: number) {
    this.#startedMs = nowMs;
    this.#lastMs = nowMs;
  }

  add(progress: Amounts, nowMs: number): Estimated {
    this.#weigh(progress, nowMs);
    if (nowMs - this.#startedMs < RATE_AFTER_MS || this.#ms === 0) return { bytesPerSecond: null, filesPerSecond: null, secondsLeft: null };
    return {
      bytesPerSecond: (this.#bytes / this.#ms) * 1000,
      filesPerSecond: (this.#files / this.#ms) * 1000,
      secondsLeft: this.#secondsLeft(progress, nowMs),
    };
  }

  #weigh({ bytesDone, filesDone }: Amounts, nowMs: number): void {
    const elapsedMs = nowMs - this.#lastMs;
    if (elapsedMs <= 0) return;
    const fade = Math.exp(-elapsedMs / SMOOTHING_MS);
    this.#bytes = this.#bytes * fade + Math.max(0, bytesDone - this.#lastBytes);
    this.#files = this.#files * fade + Math.max(0, filesDone - this.#lastFiles);
    this.#ms = this.#ms * fade + elapsedMs;
    this.#lastMs = nowMs;
    this.#lastBytes = bytesDone;
    this.#lastFiles = filesDone;
  }

  #secondsLeft({ bytesDone, bytesTotal, filesDone, filesTotal }: Amounts, nowMs: number): number | null {
    const perMs = workOf(this.#bytes, this.#files) / this.#ms;
    if (bytesTotal === undefined || filesTotal === undefined || perMs === 0) return null;
    const total = workOf(bytesTotal, filesTotal);
    const done = workOf(bytesDone, filesDone);
    const isTrusted = done >= total * TRUSTED_SHARE || nowMs - this.#startedMs >= TRUSTED_AFTER_MS;
    return isTrusted ? Math.max(0, total - done) / perMs / 1000 : null;
  }
}

function workOf(bytes: number, files: number): number {
  return bytes + files * FILE_COST_BYTES;
}
