/**
 * Progress of long work on stderr: two live lines on a terminal, a plain line every half minute elsewhere, JSON lines with --json.
 *
 * Owns: when to draw and how it looks. Does not own: what is said; the figures come from `Progress`, rate and time left from `Estimate`.
 */
import { Estimate, type Estimated, type Progress } from '../base/index.ts';
import { counted, cutEnd, cutStart, durationText, sizeText, widthOf } from './format.ts';
import { printable } from './terminal-text.ts';

/** What of a stream the display needs; the stream knows the terminal's width as it is now. */
export type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> & { write(text: string): unknown };

export interface LiveDisplayOptions {
  readonly stderr: Screen;
  readonly stdout: Pick<Screen, 'write'>;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  /** The clock in milliseconds; tests bend it. */
  readonly nowMs?: () => number;
}

const DRAW_EVERY_MS = 100;
const PLAIN_EVERY_MS = 30_000;
const JSON_EVERY_MS = 1_000;
const UP_AND_CLEAR = '\r\x1b[A\x1b[J';

/** Phases of other programs' words may be shown, too. */
export type LiveProgress = Omit<Progress, 'phase'> & { readonly phase: string };

export class LiveDisplay implements Disposable {
  readonly #options: LiveDisplayOptions;
  readonly #nowMs: () => number;
  readonly #startedMs: number;
  readonly #estimate: Estimate;
  #lastMs: number;
  #drawn = false;

  constructor(options: LiveDisplayOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#startedMs = this.#nowMs();
    this.#estimate = new Estimate(this.#startedMs);
    // The first status in JSON comes at once; a plain line only when the work turns out to be long.
    this.#lastMs = options.isJson || options.stderr.isTTY ? Number.NEGATIVE_INFINITY : this.#startedMs;
  }

  /** Takes every report; draws only as often as a reader can follow. Who measured rate and time left gives them. */
  readonly report = (progress: LiveProgress, known?: Estimated): void => {
    const { isJson, isQuiet, stderr, stdout } = this.#options;
    const now = this.#nowMs();
    const estimated = known ?? this.#estimate.add(progress, now);
    const everyMs = isJson ? JSON_EVERY_MS : stderr.isTTY ? DRAW_EVERY_MS : PLAIN_EVERY_MS;
    if (isQuiet || now - this.#lastMs < everyMs) return;
    this.#lastMs = now;
    if (isJson) stdout.write(`${JSON.stringify(statusOf(progress, estimated, (now - this.#startedMs) / 1000))}\n`);
    else if (stderr.isTTY) this.#draw(progress, estimated);
    else stderr.write(`${workOf(progress)}  ${amountsOf(progress, estimated)}\n`);
  };

  /** Takes the two lines away, so that other words can be printed. */
  clear(): void {
    if (this.#drawn) this.#options.stderr.write(UP_AND_CLEAR);
    this.#drawn = false;
  }

  [Symbol.dispose](): void {
    this.clear();
  }

  #draw(progress: LiveProgress, estimated: Estimated): void {
    const columns = Math.max(20, this.#options.stderr.columns ?? 80);
    const amounts = amountsOf(progress, estimated);
    const bar = barOf(progress, columns - widthOf(amounts) - 3);
    const first = cutEnd(bar === '' ? amounts : `${bar}  ${amounts}`, columns - 1);
    const work = `${cutEnd(workOf(progress), columns - 1)}  `;
    const second = `${work}${cutStart(printable(progress.current ?? ''), columns - 1 - widthOf(work))}`.trimEnd();
    this.#options.stderr.write(`${this.#drawn ? UP_AND_CLEAR : ''}${first}\n${second}`);
    this.#drawn = true;
  }
}

function barOf(progress: LiveProgress, room: number): string {
  const width = Math.min(30, room - 7);
  if (width < 5) return '';
  const share = shareOf(progress);
  if (share === undefined) return `[${' '.repeat(width)}]     `;
  const full = Math.floor(share * width);
  return `[${'#'.repeat(full)}${' '.repeat(width - full)}] ${`${Math.floor(share * 100)}%`.padStart(4)}`;
}

/** Of the bytes, or of the files where no bytes are counted; undefined while the total is not known. */
function shareOf({ bytesDone, bytesTotal, filesDone, filesTotal }: LiveProgress): number | undefined {
  const [done, total] = bytesTotal === undefined && bytesDone === 0 ? [filesDone, filesTotal] : [bytesDone, bytesTotal];
  if (total === undefined) return undefined;
  return total === 0 ? 1 : Math.min(1, done / total);
}

function amountsOf({ bytesDone, bytesTotal }: LiveProgress, { bytesPerSecond, secondsLeft }: Estimated): string {
  const bytes = bytesTotal === undefined ? sizeText(bytesDone) : `${sizeText(bytesDone)} of ${sizeText(bytesTotal)}`;
  const rate = bytesPerSecond === null ? '' : `  ${sizeText(bytesPerSecond)}/s`;
  const left = secondsLeft === null ? 'measuring' : `${durationText(secondsLeft)} left`;
  return `${bytes}${rate}  ${left}`;
}

function workOf({ phase, filesDone, filesTotal, errors }: LiveProgress): string {
  const noun = ['checking', 'repacking', 'copying'].includes(phase) ? 'pack' : 'file';
  const files = filesTotal === undefined ? counted(filesDone, noun) : `${filesDone.toLocaleString('en')} of ${counted(filesTotal, noun)}`;
  return `${phase} ${files}${errors > 0 ? `, ${counted(errors, 'error')}` : ''}`;
}

/** restic's field names where the meaning is restic's. */
function statusOf(progress: LiveProgress, { secondsLeft }: Estimated, secondsElapsed: number): Record<string, unknown> {
  const { phase, filesDone, filesTotal, bytesDone, bytesTotal, current, errors } = progress;
  return {
    message_type: 'status',
    phase,
    seconds_elapsed: Math.floor(secondsElapsed),
    ...(secondsLeft === null ? {} : { seconds_remaining: Math.round(secondsLeft) }),
    ...(bytesTotal === undefined ? {} : { percent_done: bytesTotal === 0 ? 1 : Math.min(1, bytesDone / bytesTotal) }),
    ...(filesTotal === undefined ? {} : { total_files: filesTotal }),
    files_done: filesDone,
    ...(bytesTotal === undefined ? {} : { total_bytes: bytesTotal }),
    bytes_done: bytesDone,
    error_count: errors,
    ...(current === undefined ? {} : { current_files: [current] }),
  };
}
