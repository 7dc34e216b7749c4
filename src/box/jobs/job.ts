/**
 * `Job`: one long piece of work as every door shows it, and `JobKind`: how a service does work of one kind.
 *
 * Values and interfaces only; jobs.ts moves them along.
 */
import type { FaultCode, Progress } from '../../base/index.ts';

/**
 * `interrupted`: the box stopped while it ran (power, crash, restart), and nobody has said yet whether to go on.
 * `paused`: a person stopped it; what it did so far is kept, and `resume` goes on from there.
 */
export type JobState = 'queued' | 'running' | 'paused' | 'interrupted' | 'done' | 'failed' | 'cancelled';

/** Higher goes first. A job that yields makes way for one of a higher priority that waits for the same drive, and goes on afterwards. */
export const PRIORITY = { background: 0, scheduled: 10, asked: 20, urgent: 30 } as const;
export type PriorityName = keyof typeof PRIORITY;

/** What is not known is null, never a guess. */
export interface JobProgress {
  /** What is being done now, as a code that doors translate; 'opening' before the first report. */
  readonly phase: Progress['phase'] | 'opening';
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'bytes' | 'files';
  readonly filesDone: number;
  readonly filesTotal: number | null;
  /** In `unit`. */
  readonly perSecond: number | null;
  /** Null while it is being measured. */
  readonly secondsLeft: number | null;
  /** The item at work, for people to read. */
  readonly current: string | null;
}

/** Something that went not as it should, and did not end the job. `path` is for people to read. */
export interface JobProblem {
  /** A code of the job's kind, which doors translate. */
  readonly kind: string;
  readonly path: string;
  readonly message: string;
}

export interface Job {
  readonly id: string;
  /** 'backup', 'restore', 'check', 'prune', 'copy', ... */
  readonly kind: string;
  /** What it is about, by names that belong to the kind ({ folder: '/home/anna' }): for titles and for search. No secrets. */
  readonly subject: Readonly<Record<string, string>>;
  readonly state: JobState;
  /** A person asked it to stop, and it has not ended yet. */
  readonly stopping: 'cancel' | 'pause' | null;
  /** Why a queued job waits: until the backups are unlocked, or for another job on the same drive. Null when it does not wait. */
  readonly waitsFor: 'repository' | 'drive' | null;
  readonly priority: PriorityName;
  /** Who asked for it: an account's name, or null for the box itself. */
  readonly requestedBy: string | null;
  /** RFC 3339. */
  readonly createdAt: string;
  /** When the last attempt began. */
  readonly startedAt: string | null;
  /** When it was done, failed or was cancelled. */
  readonly finishedAt: string | null;
  /** How often it was started; more than 1 after a restart, a pause or a try again. */
  readonly attempts: number;
  readonly progress: JobProgress;
  /** Of the last attempt; may exceed the problems that are kept. */
  readonly problemCount: number;
  /** What the kind gives back; JSON. */
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly failure: { readonly code: FaultCode; readonly detail: string } | null;
}

/** A line of a job's log, as it is kept. */
export interface JobLine {
  /** Grows from line to line; where to read on. */
  readonly number: number;
  /** RFC 3339. */
  readonly time: string;
  readonly attempt: number;
  readonly text: string;
}

/** What a running job has in hand. */
export interface JobWork {
  /** Fires with Fault 'cancelled' when a person cancels or pauses it, when a more urgent job needs the drive, and when the box stops. */
  readonly signal: AbortSignal;
  report(progress: Progress): void;
  problem(problem: JobProblem): void;
  /** A line of the job's log, for people. */
  log(line: string): void;
  /** What the last attempt saved, or undefined: where to go on. */
  readonly saved: unknown;
  /** Keeps where the job is, durably; JSON. */
  save(state: unknown): Promise<void>;
}

/** One kind of work; `Order` is JSON without secrets, kept in the catalog so that the job can go on after a restart. */
export interface JobKind<Order = unknown> {
  readonly kind: string;
  readonly priority: PriorityName;
  /** After a restart: 'resume' goes on by itself, 'ask' leaves it interrupted until a person decides. */
  readonly afterRestart: 'resume' | 'ask';
  /** Whether it makes way for more urgent work and goes on later. */
  readonly yields: boolean;
  /** Whether it waits until the box's repository is open. */
  readonly needsRepository: boolean;
  subjectOf(order: Order): Record<string, string>;
  /** Places (paths) whose drives it keeps busy: one heavy job a physical drive at a time. */
  placesOf(order: Order): readonly string[];
  /** Throws Faults. The value is the job's result. */
  run(order: Order, work: JobWork): Promise<Record<string, unknown>>;
}
