/**
 * Starts queued jobs, stops those that make way, and takes every attempt to its end.
 *
 * Owns: the attempts that run, and that no end is lost: one that the catalog does not take is tried again until it does, and the job
 * counts as running until then. When the box goes down before that, the job is interrupted at the next start.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../../base/index.ts';
import { Attempt, type Outcome } from './attempt.ts';
import { type Board, type Entry, progressOf } from './board.ts';
import { type JobKind, PRIORITY } from './job.ts';
import { NO_PROGRESS } from './progress.ts';
import { decide, rankOf } from './schedule.ts';
import { afterEnd } from './states.ts';

export interface DispatcherOptions {
  readonly log: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly drivesOf: (place: string) => Promise<ReadonlySet<string>>;
  readonly retryMs: number;
}

const RETRY_MOST_MS = 60_000;

/** Short work of the box itself that is no job: it takes its turn on its drives like one, and makes way for none. */
interface Errand {
  readonly id: string;
  readonly drives: ReadonlySet<string>;
  readonly begin: () => void;
  isRunning: boolean;
}

export class Dispatcher {
  isStarted = false;
  isRepositoryOpen = false;
  readonly kinds = new Map<string, JobKind>();
  readonly #board: Board;
  readonly #options: DispatcherOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #errands = new Set<Errand>();
  readonly #closing = new AbortController();
  #again: NodeJS.Timeout | undefined;

  constructor(board: Board, options: DispatcherOptions) {
    this.#board = board;
    this.#options = options;
  }

  /** Throws 'job.kind.unknown'. */
  kindOf(name: string): JobKind {
    const kind = this.kinds.get(name);
    if (!kind) throw new Fault('job.kind.unknown', `This version of the box does no work of the kind '${name}'.`);
    return kind;
  }

  async drivesBelow(kind: JobKind, order: unknown): Promise<ReadonlySet<string>> {
    const drives = await Promise.all(kind.placesOf(order).map((place) => this.#options.drivesOf(place)));
    return new Set(drives.flatMap((each) => [...each]));
  }

  /** Stops what runs, and starts nothing any more. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#again);
    await this.#board.inTurn(async () => {
      for (const { attempt } of this.#board.entries.values()) attempt?.stop('close');
    });
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** In turn. Starts what can start; a catalog that takes nothing is tried again later. */
  async schedule(): Promise<void> {
    if (!this.isStarted || this.#closing.signal.aborted) return;
    const entries = [...this.#board.entries.values()];
    const errands = [...this.#errands];
    const { start, makeWay, waits } = decide(
      [
        ...entries.filter(({ job }) => job.state === 'queued').map((entry) => this.#waiting(entry)),
        ...errands.filter(({ isRunning }) => !isRunning).map(waitingErrand),
      ],
      [
        ...entries.filter(({ attempt }) => attempt !== undefined).map((entry) => this.#runningOne(entry)),
        ...errands.filter(({ isRunning }) => isRunning).map(runningErrand),
      ],
      this.isRepositoryOpen,
    );
    for (const errand of errands.filter(({ id }) => start.includes(id))) {
      errand.isRunning = true;
      errand.begin();
    }
    for (const id of makeWay) this.#board.entries.get(id)!.attempt!.stop('make way');
    for (const entry of entries) {
      const waitsFor = waits.get(entry.job.id) ?? null;
      if (waitsFor !== entry.job.waitsFor && !start.includes(entry.job.id)) this.#board.show(entry, { waitsFor });
    }
    try {
      for (const id of start) {
        const entry = this.#board.entries.get(id);
        if (entry) await this.#begin(entry);
      }
    } catch (error) {
      this.#board.failing(error);
      clearTimeout(this.#again);
      this.#again = setTimeout(() => void this.#board.inTurn(() => this.schedule()), this.#options.retryMs);
    }
  }

  /** Runs `work` when no job is on these drives, and lets none begin there meanwhile. Throws the reason of `signal` when it fires before the turn. */
  async errand<T>(places: readonly string[], signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const drives = new Set((await Promise.all(places.map((place) => this.#options.drivesOf(place)))).flatMap((each) => [...each]));
    const turn = Promise.withResolvers<void>();
    const errand: Errand = { id: randomUUID(), drives, begin: turn.resolve, isRunning: false };
    const giveUp = () => turn.reject(signal.reason);
    signal.addEventListener('abort', giveUp);
    this.#errands.add(errand);
    try {
      signal.throwIfAborted();
      if (this.isStarted) await this.#board.inTurn(() => this.schedule());
      else turn.resolve();
      await turn.promise;
      return await work();
    } finally {
      signal.removeEventListener('abort', giveUp);
      this.#errands.delete(errand);
      await this.#board.inTurn(() => this.schedule());
    }
  }

  #waiting(entry: Entry) {
    const { id, priority, kind } = entry.job;
    const rank = rankOf(priority, this.#options.clock() - entry.queuedAtMs);
    return { id, number: entry.number, rank, drives: entry.drives, needsRepository: this.kindOf(kind).needsRepository };
  }

  #runningOne({ job, rank, drives, attempt }: Entry) {
    return { id: job.id, rank, drives, yields: this.kindOf(job.kind).yields, isStopping: attempt!.stopped !== undefined };
  }

  async #begin(entry: Entry): Promise<void> {
    const attempts = entry.job.attempts + 1;
    const change = {
      state: 'running',
      waitsFor: null,
      attempts,
      startedAt: this.#board.now,
      progress: NO_PROGRESS,
      problemCount: 0,
    } as const;
    const saved = await this.#board.table.saved(entry.number);
    const rank = rankOf(entry.job.priority, this.#options.clock() - entry.queuedAtMs);
    await this.#board.move(
      entry,
      { change, line: attempts === 1 ? 'Began.' : `Began again, attempt ${attempts}.` },
      { forgetProblems: true },
    );
    const kind = this.kindOf(entry.job.kind);
    const attempt = new Attempt(kind, entry.order, {
      number: attempts,
      saved,
      now: () => new Date(this.#options.clock()),
      onProgress: () => {
        if (entry.attempt === attempt) this.#board.show(entry, progressOf(attempt, entry.job));
      },
      save: (state) => this.#board.inTurn(() => this.#board.table.save(entry.number, state)),
    });
    Object.assign(entry, { attempt, rank });
    const ending = this.#followToEnd(entry, attempt).finally(() => this.#running.delete(ending));
    this.#running.add(ending);
  }

  async #followToEnd(entry: Entry, attempt: Attempt): Promise<void> {
    const outcome = await attempt.outcome;
    const isMistake = outcome.kind === 'failed' && outcome.failure.code === 'internal' && attempt.stopped === undefined;
    if (isMistake) this.#options.log(`the ${entry.job.kind} job ${entry.job.id} failed: ${stackOf(outcome.error)}`);
    for (let waitMs = this.#options.retryMs; ; waitMs = Math.min(waitMs * 2, RETRY_MOST_MS)) {
      const isLastTry = this.#closing.signal.aborted;
      try {
        return await this.#board.inTurn(() => this.#end(entry, attempt, outcome));
      } catch (error) {
        this.#board.failing(error);
        if (isLastTry) return;
        await sleep(waitMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      }
    }
  }

  /** In turn. */
  async #end(entry: Entry, attempt: Attempt, outcome: Outcome): Promise<void> {
    const moved = afterEnd(outcome, attempt.stopped, { kind: this.kindOf(entry.job.kind), now: this.#board.now });
    const change = { ...moved.change, ...progressOf(attempt, entry.job) };
    await this.#board.move(entry, { ...moved, change });
    Object.assign(entry, { attempt: undefined, queuedAtMs: this.#options.clock() });
    await this.#board.table.forgetOld(this.#options.clock()).catch((error: unknown) => this.#board.failing(error));
    await this.schedule();
  }
}

function waitingErrand({ id, drives }: Errand) {
  return { id, number: 0, rank: PRIORITY.asked, drives, needsRepository: false };
}

function runningErrand({ id, drives }: Errand) {
  return { id, drives, rank: PRIORITY.urgent, yields: false, isStopping: false };
}

/** With what caused it. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack ?? error.message}${error.cause === undefined ? '' : `\n  because: ${stackOf(error.cause)}`}`;
}
