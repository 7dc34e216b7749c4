/**
 * `Jobs`: the engine that moves jobs along.
 *
 * Owns: what people and services ask of jobs. Who runs when, and how it ends, is dispatcher.ts; what may follow on what, states.ts.
 * Invariants: a state is in the catalog before it is told; one heavy job a physical drive; no end is lost.
 * `waitsFor` is worked out from what runs, so it is not written. Kept are 2,000 ended jobs, and their logs for 90 days.
 */
import { randomUUID } from 'node:crypto';
import type { Catalog } from '../catalog/index.ts';
import { Board } from './board.ts';
import { Dispatcher } from './dispatcher.ts';
import { drivesOf } from './drive-of.ts';
import type { Job, JobKind, JobLine, JobProblem, PriorityName } from './job.ts';
import type { JobQuery, JobRecord, PageOf } from './job-table.ts';
import { NO_PROGRESS } from './progress.ts';
import { afterRestart, afterStop, refuseEnded, refuseResume } from './states.ts';

export interface JobsOptions {
  /** The box's own log: mistakes, and a catalog that cannot be written. */
  readonly log: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly clock?: (() => number) | undefined;
  readonly drivesOf?: ((place: string) => Promise<ReadonlySet<string>>) | undefined;
  /** How long after a failed write the next one is tried; twice as long each time, up to a minute. */
  readonly retryMs?: number | undefined;
}

export interface SubmitOptions {
  /** Who asks for it: an account's name, or null for the box itself. */
  readonly by: string | null;
  /** The kind's own unless given. */
  readonly priority?: PriorityName | undefined;
}

const KEEP_MS = 1_000;
/** Progress is written with every so many keepings. */
const PROGRESS_EVERY = 10;

export class Jobs {
  readonly #board: Board;
  readonly #dispatcher: Dispatcher;
  readonly #clock: () => number;
  /** What the catalog says of jobs may be long past. */
  readonly #isOld: boolean;
  #keeping: NodeJS.Timeout | undefined;

  constructor(catalog: Catalog, { log, clock = Date.now, drivesOf: below = drivesOf, retryMs = 1_000 }: JobsOptions) {
    this.#clock = clock;
    this.#isOld = catalog.origin === 'copy';
    this.#board = new Board(catalog, { log, clock });
    this.#dispatcher = new Dispatcher(this.#board, { log, clock, drivesOf: below, retryMs });
  }

  /** Before `start`: what jobs of this kind left behind is taken up there. */
  register<Order>(kind: JobKind<Order>): void {
    this.#dispatcher.kinds.set(kind.kind, kind as JobKind);
  }

  /** Takes up what the last run of the box left, and begins to work. */
  async start(): Promise<void> {
    await this.#board.inTurn(async () => {
      await this.#board.table.forgetOld(this.#clock());
      for (const record of await this.#board.table.unended()) await this.#takeUp(record);
      this.#dispatcher.isStarted = true;
      this.#keepAlong();
      await this.#dispatcher.schedule();
    });
  }

  /** The catalog is another one, because a lost one is back: shows what has not ended there. Nothing of this box's may be unended then. */
  async lookAgain(): Promise<void> {
    await this.#board.inTurn(async () => {
      for (const record of await this.#board.table.unended()) await this.#takeUp(record);
      await this.#dispatcher.schedule();
    });
  }

  /**
   * Runs short work of the box itself that is no job, when none is on the drives of these places, and lets none begin there meanwhile.
   * Throws the reason of `signal` when it fires before the turn has come.
   */
  async errand<T>(places: readonly string[], signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return await this.#dispatcher.errand(places, signal, work);
  }

  /** Stops what runs: jobs of kinds that go on by themselves are queued again, others are interrupted. Nothing is started any more. */
  async close(): Promise<void> {
    clearInterval(this.#keeping);
    await this.#dispatcher.close();
  }

  /** Queues a job; durable when it returns. Throws 'job.kind.unknown', and what the kind says of a wrong order. */
  async submit(kindName: string, given: unknown, { by, priority }: SubmitOptions): Promise<Job> {
    const kind = this.#dispatcher.kindOf(kindName);
    const order: unknown = JSON.parse(JSON.stringify(given ?? null));
    const about = {
      id: randomUUID(),
      kind: kindName,
      subject: kind.subjectOf(order),
      priority: priority ?? kind.priority,
      requestedBy: by,
    };
    const drives = await this.#dispatcher.drivesBelow(kind, order);
    return await this.#board.inTurn(async () => {
      const entry = await this.#board.add({ ...NEW_JOB, ...about, createdAt: this.#board.now }, order, drives);
      await this.#dispatcher.schedule();
      return entry.job;
    });
  }

  /** A running job ends a little later; until then it is `stopping`. Throws 'job.unknown' and 'job.ended'. */
  async cancel(id: string): Promise<Job> {
    return await this.#stop(id, 'cancel');
  }

  /** What the job did so far is kept. Throws 'job.unknown' and 'job.ended'. */
  async pause(id: string): Promise<Job> {
    return await this.#stop(id, 'pause');
  }

  /** Goes on with a job that is paused or interrupted, failed or was cancelled. Throws 'job.unknown', 'job.ended', 'job.stopping', 'job.kind.unknown'. */
  async resume(id: string): Promise<Job> {
    return await this.#board.inTurn(async () => {
      const entry = await this.#board.find(id);
      refuseResume(entry.job);
      if (entry.job.state === 'queued' || entry.job.state === 'running') return entry.job;
      const drives = await this.#dispatcher.drivesBelow(this.#dispatcher.kindOf(entry.job.kind), entry.order);
      const change = { state: 'queued', finishedAt: null, result: null, failure: null } as const;
      await this.#board.move(entry, { change, line: 'Asked to go on.' });
      Object.assign(entry, { drives, queuedAtMs: this.#clock() });
      await this.#dispatcher.schedule();
      return entry.job;
    });
  }

  /** Throws 'job.unknown'. */
  async get(id: string): Promise<Job> {
    return (await this.#board.find(id)).job;
  }

  /** Newest first. For the next page, `before` is the id of the last one. A search finds what was said a moment ago. */
  async list(query: JobQuery): Promise<Job[]> {
    return await this.#board.inTurn(async () => {
      await this.#board.keep({ progress: false });
      return (await this.#board.table.list(query)).map((job) => this.#board.entries.get(job.id)?.job ?? job);
    });
  }

  /** The lines of all attempts, oldest first. Throws 'job.unknown'. */
  async log(id: string, page: PageOf): Promise<JobLine[]> {
    return await this.#readSaid(id, (number) => this.#board.table.lines(number, page));
  }

  /** What went wrong in the last attempt, as it came; the first 1,000 are kept, all are counted. Throws 'job.unknown'. */
  async problems(id: string, page: PageOf): Promise<(JobProblem & { number: number })[]> {
    return await this.#readSaid(id, (number) => this.#board.table.problems(number, page));
  }

  /** All that have not ended, oldest first. */
  get active(): readonly Job[] {
    return [...this.#board.entries.values()].sort((a, b) => a.number - b.number).map(({ job }) => job);
  }

  /** Every change from this call on; a slow reader gets the newest of each job. */
  watch(signal: AbortSignal): AsyncIterable<Job> {
    return this.#board.changes.watch(signal);
  }

  async repositoryIsOpen(isOpen: boolean): Promise<void> {
    await this.#board.inTurn(async () => {
      this.#dispatcher.isRepositoryOpen = isOpen;
      await this.#dispatcher.schedule();
    });
  }

  async #stop(id: string, reason: 'cancel' | 'pause'): Promise<Job> {
    return await this.#board.inTurn(async () => {
      const entry = await this.#board.find(id);
      refuseEnded(entry.job);
      const moved = afterStop(entry.job, reason, this.#board.now);
      if (!moved) return entry.job;
      await this.#board.move(entry, moved);
      entry.attempt?.stop(reason);
      await this.#dispatcher.schedule();
      return entry.job;
    });
  }

  async #readSaid<T>(id: string, read: (number: number) => Promise<T>): Promise<T> {
    return await this.#board.inTurn(async () => {
      await this.#board.keep({ progress: false });
      return await read((await this.#board.find(id)).number);
    });
  }

  async #takeUp(record: JobRecord): Promise<void> {
    const entry = this.#board.entryOf(record);
    const kind = this.#dispatcher.kinds.get(record.job.kind);
    this.#board.entries.set(record.job.id, entry);
    const moved = afterRestart(record.job, kind, { now: this.#board.now, isOld: this.#isOld });
    if (moved) await this.#board.move(entry, moved);
    if (kind && entry.job.state === 'queued') entry.drives = await this.#dispatcher.drivesBelow(kind, entry.order);
  }

  #keepAlong(): void {
    let times = 0;
    this.#keeping = setInterval(() => {
      const progress = ++times % PROGRESS_EVERY === 0;
      void this.#board.inTurn(() => this.#board.keep({ progress }));
    }, KEEP_MS);
    this.#keeping.unref();
  }
}

const NEW_JOB = {
  state: 'queued',
  stopping: null,
  waitsFor: null,
  startedAt: null,
  finishedAt: null,
  attempts: 0,
  progress: NO_PROGRESS,
  problemCount: 0,
  result: null,
  failure: null,
} as const;
