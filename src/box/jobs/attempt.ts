/**
 * One attempt at a job: what its kind has in hand while it runs, and how it ended.
 *
 * Owns: asking it to stop, how often its progress is told, what it said that is not written yet.
 * Does not own: what the end means for the job (jobs.ts).
 */
import { Fault, isFault, type Progress } from '../../base/index.ts';
import type { Job, JobKind, JobProblem, JobProgress, JobWork } from './job.ts';
import type { JournalPart } from './job-table.ts';
import { Progression } from './progress.ts';

/** Why a running job is asked to stop; of several the weightiest counts. */
const WEIGHT = { 'make way': 0, close: 1, pause: 2, cancel: 3 } as const;
export type StopReason = keyof typeof WEIGHT;

export type Outcome =
  | { readonly kind: 'done'; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: 'failed'; readonly failure: NonNullable<Job['failure']>; readonly error: unknown };

const TELL_MS = 200;
const PROBLEMS_KEPT = 1_000;
/** Of one attempt; a kind that says more says it to nobody. */
const LINES_KEPT = 2_000;

export interface AttemptParts {
  readonly number: number;
  readonly saved: unknown;
  readonly now: () => Date;
  /** Called about five times a second at most, never after the end. */
  readonly onProgress: () => void;
  readonly save: (state: unknown) => Promise<void>;
}

export class Attempt {
  progress: JobProgress | undefined;
  problemCount = 0;
  /** Fulfilled when the kind is through, and never rejected. */
  readonly outcome: Promise<Outcome>;
  readonly #parts: AttemptParts;
  readonly #stop = new AbortController();
  readonly #progression = new Progression();
  #stopped: StopReason | undefined;
  #said: { lines: JournalPart['lines'][number][]; problems: JobProblem[] } = { lines: [], problems: [] };
  #lines = 0;
  #toldMs = Number.NEGATIVE_INFINITY;
  #telling: NodeJS.Timeout | undefined;

  constructor(kind: JobKind, order: unknown, parts: AttemptParts) {
    this.#parts = parts;
    const work: JobWork = {
      signal: this.#stop.signal,
      report: (progress) => this.#report(progress),
      problem: (problem) => this.#problem(problem),
      log: (line) => this.log(line),
      saved: parts.saved,
      save: (state) => parts.save(state),
    };
    // Later: whoever makes an attempt has it in hand before it reports.
    this.outcome = Promise.resolve()
      .then(() => run(kind, order, work))
      .finally(() => clearTimeout(this.#telling));
  }

  get stopped(): StopReason | undefined {
    return this.#stopped;
  }

  stop(reason: StopReason): void {
    if (this.#stopped === undefined || WEIGHT[reason] > WEIGHT[this.#stopped]) this.#stopped = reason;
    this.#stop.abort(new Fault('cancelled', `The work was stopped (${reason}).`));
  }

  log(text: string): void {
    if (this.#lines++ > LINES_KEPT) return;
    const line = this.#lines > LINES_KEPT ? 'More was said than is kept; the rest of this attempt is left out.' : text;
    this.#said.lines.push({ time: this.#parts.now().toISOString(), attempt: this.#parts.number, text: line });
  }

  /** What was said since it was taken last. Put it back when it could not be written. */
  take(): JournalPart {
    const said = this.#said;
    this.#said = { lines: [], problems: [] };
    return said;
  }

  putBack({ lines, problems }: JournalPart): void {
    this.#said = { lines: [...lines, ...this.#said.lines], problems: [...problems, ...this.#said.problems] };
  }

  #report(progress: Progress): void {
    const nowMs = performance.now();
    this.progress = this.#progression.add(progress, nowMs);
    this.#tell(nowMs);
  }

  #problem(problem: JobProblem): void {
    if (this.problemCount++ < PROBLEMS_KEPT) this.#said.problems.push(problem);
    this.#tell(performance.now());
  }

  /** At once when that is not too often, else as soon as it is not. */
  #tell(nowMs: number): void {
    if (this.#telling) return;
    const inMs = this.#toldMs + TELL_MS - nowMs;
    const tell = () => {
      this.#telling = undefined;
      this.#toldMs = performance.now();
      this.#parts.onProgress();
    };
    if (inMs <= 0) tell();
    else this.#telling = setTimeout(tell, inMs);
  }
}

async function run(kind: JobKind, order: unknown, work: JobWork): Promise<Outcome> {
  try {
    return { kind: 'done', result: await kind.run(order, work) };
  } catch (error) {
    if (isFault(error)) return { kind: 'failed', failure: { code: error.code, detail: error.message }, error };
    const detail = 'The box made a mistake; its log says more. What was backed up before is not touched by this.';
    return { kind: 'failed', failure: { code: 'internal', detail }, error };
  }
}
