/**
 * The jobs that have not ended, as they are now.
 *
 * Owns: one change after the other, each in the catalog before it is told; what running jobs say is written about once a second.
 * Does not own: what changes, and who runs.
 */
import { Fault } from '../../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Attempt } from './attempt.ts';
import { Changes } from './changes.ts';
import type { Job } from './job.ts';
import { type JobRecord, JobTable, type JournalPart } from './job-table.ts';
import { type Change, isEnded, type Moved } from './states.ts';

export interface Entry extends JobRecord {
  job: Job;
  drives: ReadonlySet<string>;
  /** Since when it waits. */
  queuedAtMs: number;
  /** Of the attempt that runs. */
  rank: number;
  attempt?: Attempt | undefined;
}

const NO_DRIVES: ReadonlySet<string> = new Set();
const NOTHING: JournalPart = { lines: [], problems: [] };

export class Board {
  readonly entries = new Map<string, Entry>();
  readonly changes = new Changes();
  readonly table: JobTable;
  readonly #log: (line: string) => void;
  readonly #clock: () => number;
  #turn: Promise<unknown> = Promise.resolve();
  #isFailing = false;

  constructor(catalog: Catalog, { log, clock }: { log: (line: string) => void; clock: () => number }) {
    this.table = new JobTable(catalog);
    this.#log = log;
    this.#clock = clock;
  }

  get now(): string {
    return new Date(this.#clock()).toISOString();
  }

  /** Whoever changes something does it in here. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async add(job: Job, order: unknown, drives: ReadonlySet<string>): Promise<Entry> {
    const number = await this.table.add(job, order).catch(refused);
    const entry = { number, job, order, drives, queuedAtMs: this.#clock(), rank: 0 };
    this.entries.set(job.id, entry);
    this.changes.tell(job);
    return entry;
  }

  /** The job, ended or not. Throws 'job.unknown'. */
  async find(id: string): Promise<Entry> {
    const known = this.entries.get(id);
    if (known) return known;
    const record = await this.table.find(id);
    if (!record) throw new Fault('job.unknown', 'There is no such job; it may be so old that the box forgot it.');
    return this.entryOf(record);
  }

  entryOf(record: JobRecord): Entry {
    return { ...record, drives: NO_DRIVES, queuedAtMs: this.#clock(), rank: 0 };
  }

  /** Durable before it is told. Throws 'state.unusable'; then nothing has changed. */
  async move(entry: Entry, { change, line }: Moved, options?: { forgetProblems: boolean }): Promise<void> {
    const job = { ...entry.job, ...change };
    const said = entry.attempt?.take() ?? NOTHING;
    const lines = [...said.lines, { time: this.now, attempt: job.attempts, text: line }];
    try {
      await this.table.write({ ...entry, job }, { ...said, lines }, options);
    } catch (error) {
      entry.attempt?.putBack(said);
      return refused(error);
    }
    // What was reported while that was written is newer.
    entry.job = { ...job, ...(entry.attempt ? progressOf(entry.attempt, job) : {}) };
    if (isEnded(job)) this.entries.delete(job.id);
    else this.entries.set(job.id, entry);
    this.changes.tell(entry.job);
  }

  /** A change that need not outlive the box. */
  show(entry: Entry, change: Change): void {
    entry.job = { ...entry.job, ...change };
    this.changes.tell(entry.job);
  }

  /** Writes what running jobs said, and how far they are. A catalog that takes nothing is told of once; it is tried again. */
  async keep({ progress }: { progress: boolean }): Promise<void> {
    for (const entry of this.entries.values()) {
      if (!entry.attempt) continue;
      const said = entry.attempt.take();
      if (said.lines.length + said.problems.length === 0 && !progress) continue;
      try {
        await this.table.write(entry, said);
        this.#isFailing = false;
      } catch (error) {
        entry.attempt.putBack(said);
        this.failing(error);
      }
    }
  }

  /** Tells the box's log that the catalog takes nothing, once until it does again. */
  failing(error: unknown): void {
    if (!this.#isFailing) this.#log(`the catalog takes nothing, which is tried again: ${(error as Error).message}`);
    this.#isFailing = true;
  }
}

/** What a catalog that takes nothing means for whoever asked. */
function refused(cause: unknown): never {
  const message = `The box cannot write down what becomes of its jobs: ${(cause as Error).message}. Nothing was changed. Is its disk full?`;
  throw new Fault('state.unusable', message, { cause, retryable: true });
}

export function progressOf({ progress, problemCount }: Attempt, otherwise: Pick<Job, 'progress'>): Pick<Job, 'progress' | 'problemCount'> {
  return { progress: progress ?? otherwise.progress, problemCount };
}
