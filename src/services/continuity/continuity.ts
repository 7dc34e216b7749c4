/**
 * `Continuity`: the box's own memory survives the loss of the box.
 *
 * Owns: when the catalog is checked, copied, and saved into the repository as a box snapshot; and the way back after a loss.
 * Invariants: one of these at a time; while it is not settled what was lost, no box snapshot is written that would push out the one that is needed.
 */
import { mkdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Fault, isFault } from '../../base/index.ts';
import type { Catalog, Loss } from '../../box/catalog/index.ts';
import type { Repository } from '../../repository/index.ts';
import type { About } from './about.ts';
import { askThread } from './ask-thread.ts';
import { type Clock, SYSTEM_CLOCK } from './clock.ts';
import { keepWhatIsNewer } from './merge.ts';
import type { Last, Saved } from './save.ts';

export interface ContinuityOptions {
  readonly catalog: Catalog;
  /** The open repository. Throws 'repository.closed' or 'repository.absent': then it waits. */
  readonly repository: () => Repository;
  /** Lets a use of the repository take its turn among the jobs; without it, it begins at once. */
  readonly inTurnWithJobs?: (<T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>) | undefined;
  /** The box's state: its staging folder lies in there. */
  readonly state: string;
  readonly log: (line: string) => void;
  readonly clock?: Clock | undefined;
  /** What box snapshots call this box. */
  readonly host?: string | undefined;
  /** After an earlier catalog took the place of the present one; for the audit. */
  readonly onReturned?: ((returned: Returned) => Promise<void> | void) | undefined;
}

/** An earlier catalog is back. */
export interface Returned {
  /** When it was as it is now, RFC 3339. */
  readonly time: string;
  /** What became of what was entered since the loss. */
  readonly said: readonly string[];
  /** The file beside the catalog that holds what was replaced. */
  readonly before: string;
}

export interface ContinuityStatus {
  /** An alarm: what SQLite finds wrong with the catalog. The next start begins from its copy. */
  readonly catalogDamage: string | null;
  /** Why the last check, copy or box snapshot failed; null when all went well since. */
  readonly failure: string | null;
  readonly checkedAt: string | null;
  readonly boxSnapshotAt: string | null;
  /** Whether it is open what was lost: the repository has to be opened first. */
  readonly isAwaitingReturn: boolean;
}

/** 'closed': the repository is locked or absent. */
export type BoxSnapshotOutcome = Saved | { readonly kind: 'closed' };

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

export class Continuity {
  readonly #options: ContinuityOptions;
  readonly #clock: Clock;
  readonly #staging: string;
  readonly #stopping = new AbortController();
  #stopTimer: () => void = () => {};
  #turn: Promise<unknown> = Promise.resolve();
  #last: Last | undefined;
  /** The catalog's count of changes that the last box snapshot covers, and from when on it does not suffice. */
  #covered: { changes: number; until: number } | undefined;
  #maintainedAt: number;
  #status: ContinuityStatus;

  /** `Catalog.in` has just checked and copied it. */
  static async over(options: ContinuityOptions): Promise<Continuity> {
    return new Continuity(options, (await options.catalog.loss()) !== undefined);
  }

  private constructor(options: ContinuityOptions, isAwaitingReturn: boolean) {
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#staging = path.join(options.state, 'box-snapshot');
    this.#maintainedAt = this.#clock.now();
    const checkedAt = new Date(this.#maintainedAt).toISOString();
    this.#status = { catalogDamage: null, failure: null, checkedAt, boxSnapshotAt: null, isAwaitingReturn };
  }

  get status(): ContinuityStatus {
    return this.#status;
  }

  /** From now on every hour: what is due. */
  start(): void {
    this.#stopTimer = this.#clock.every(HOUR_MS, () => void this.tick());
  }

  /** To be told each time the repository opens: what was lost comes back, and what changed is saved. Failures are told in log and status. */
  async repositoryOpened(): Promise<void> {
    await this.#tellingFailures(() => this.boxSnapshot());
  }

  /** Does what is due by now. Failures are told in log and status, and tried again the next time. */
  async tick(): Promise<void> {
    await this.#tellingFailures(async () => {
      if (this.#clock.now() - this.#maintainedAt >= DAY_MS) await this.maintain();
      if (await this.#isUncovered()) await this.boxSnapshot();
    });
  }

  /** Checks the catalog and writes its copy. Throws Fault 'catalog.damaged': then the copy from before is kept. */
  async maintain(): Promise<void> {
    await this.#inTurn(async () => {
      const { catalog } = this.#options;
      const now = this.#clock.now();
      const [damage] = await catalog.problems();
      if (damage !== undefined) throw damaged(damage);
      await catalog.saveCopy();
      this.#maintainedAt = now;
      this.#note({ catalogDamage: null, checkedAt: new Date(now).toISOString() });
    });
  }

  /** Saves the catalog into the repository when that is due, after what was lost is back. Throws what the repository throws. */
  async boxSnapshot(): Promise<BoxSnapshotOutcome> {
    return await this.#inTurn(async () => {
      const repository = this.#openRepository();
      if (!repository) return { kind: 'closed' };
      const { catalog, inTurnWithJobs = (_, work) => work() } = this.#options;
      return await inTurnWithJobs(this.#stopping.signal, async () => {
        const loss = await catalog.loss();
        if (loss) await this.#comeBack(repository, loss);
        return await this.#save(repository);
      });
    });
  }

  /** Lets what is under way end early. */
  async close(): Promise<void> {
    this.#stopTimer();
    this.#stopping.abort(new Fault('cancelled', 'The box is stopping.'));
    await this.#turn;
  }

  async #save(repository: Repository): Promise<Saved> {
    const { catalog, host = os.hostname() } = this.#options;
    const now = this.#clock.now();
    const changes = await catalog.changes();
    await catalog.saveCopy();
    const saving = { copy: catalog.copy, staging: this.#staging, host, now, last: this.#last };
    const answer = await askThread({ kind: 'save', saving, ...opened(repository) }, this.#ways());
    if (answer.kind !== 'saved') throw new TypeError(`a box snapshot cannot end with '${answer.kind}'`);
    const { saved } = answer;
    // The thread wrote packs that the index read earlier does not know.
    if (saved.kind === 'written') repository.forgetIndex();
    this.#last = saved.last;
    this.#covered = { changes, until: saved.kind === 'waiting' ? Date.parse(saved.last.time) + DAY_MS : Number.POSITIVE_INFINITY };
    this.#note({ boxSnapshotAt: saved.last.time });
    return saved;
  }

  /** Settles a loss: with the newest whole box snapshot, unless the copy has come as far or there is none. */
  async #comeBack(repository: Repository, loss: Loss): Promise<void> {
    const { catalog, log } = this.#options;
    await mkdir(this.#staging, { recursive: true, mode: 0o700 });
    const file = path.join(this.#staging, 'returning.sqlite');
    try {
      const answer = await askThread({ kind: 'find', file, ...opened(repository) }, this.#ways());
      if (answer.kind !== 'found') throw new TypeError(`a search for box snapshots cannot end with '${answer.kind}'`);
      const { about, isEmpty } = answer;
      if (about && about.edition > loss.edition) await this.#adopt(file, about, loss);
      else {
        await catalog.settle();
        // An empty repository is that of a new box: nothing was lost.
        if (!isEmpty) log(nothingTaken(loss, about));
      }
      this.#note({ isAwaitingReturn: false });
    } finally {
      await rm(this.#staging, { recursive: true, force: true });
    }
  }

  async #adopt(file: string, about: About, { since, origin }: Loss): Promise<void> {
    const { catalog, log, onReturned } = this.#options;
    const { said, before } = await catalog.adopt(file, (restored, now) => keepWhatIsNewer(restored, now, since));
    this.#covered = undefined;
    const instead = origin === 'copy' ? ', which is newer than its copy' : '';
    log(
      `the box's memory is back from the box snapshot of ${about.time}${instead}; ${said.join('; ')}; all that was replaced is in ${before}`,
    );
    await onReturned?.({ time: about.time, said, before });
  }

  async #isUncovered(): Promise<boolean> {
    if (!this.#covered) return true;
    return this.#clock.now() >= this.#covered.until || (await this.#options.catalog.changes()) !== this.#covered.changes;
  }

  #openRepository(): Repository | undefined {
    try {
      return this.#options.repository();
    } catch (error) {
      if (isFault(error, 'repository.closed', 'repository.absent')) return undefined;
      throw error;
    }
  }

  #ways(): { signal: AbortSignal; tell: (sentence: string) => void } {
    return { signal: this.#stopping.signal, tell: this.#options.log };
  }

  async #tellingFailures(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.#note({ failure: null });
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      const { message } = error as Error;
      this.#note({ failure: message, ...(isFault(error, 'catalog.damaged') ? { catalogDamage: message } : {}) });
      this.#options.log(`the box's memory is not safe: ${message}`);
    }
  }

  #note(change: Partial<ContinuityStatus>): void {
    this.#status = { ...this.#status, ...change };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(() => {
      this.#stopping.signal.throwIfAborted();
      return work();
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

function damaged(damage: string): Fault {
  return new Fault(
    'catalog.damaged',
    `its catalog is damaged (${damage}). The last whole copy is kept; restart the box, and it begins from that.`,
  );
}

function opened({ config, master, keyId, store }: Repository) {
  return { location: store.location, opened: { config, master, keyId } };
}

function nothingTaken({ origin }: Loss, about: About | undefined): string {
  if (origin === 'copy') {
    return about
      ? `the box's memory goes on from its copy, which has come as far as the box snapshot of ${about.time}`
      : "the box's memory goes on from its copy; the repository holds no box snapshot that can be used";
  }
  return 'the repository holds no box snapshot that can be used: folders are known from their versions, and everything else begins anew';
}
