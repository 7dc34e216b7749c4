/**
 * `NameIndex`: finds names in all snapshots at once, out of an index that is built in the background.
 *
 * Owns: the thread that builds and the one that answers, and what is said of how far the index is. Questions are answered while it is built,
 * out of the snapshots that it holds already. Invariant: nothing here can harm a backup; what is lost is built again.
 */
import { Worker } from 'node:worker_threads';
import { type ByteString, Fault, type FaultCode } from '../../base/index.ts';
import type { NamePage, NameQuestion, NameVersion } from '../../box/names/index.ts';
import type { Repository } from '../../repository/index.ts';
import { Answering } from './answering.ts';
import type { FromIndexing, IndexingOrder } from './name-messages.ts';

/** `idle`: nobody asked for it yet. */
export type NameIndexState = 'idle' | 'building' | 'complete' | 'failed';

export interface NameIndexStatus {
  readonly state: NameIndexState;
  /** Of the repository's snapshots. */
  readonly snapshotsDone: number;
  readonly snapshotsTotal: number;
  /** Folders of snapshots that could not be read when they were last looked at: names below them are missing. */
  readonly gaps: number;
  readonly failure: { readonly code: FaultCode; readonly detail: string } | null;
}

/** An answer, and whether it is out of all snapshots. */
export interface NameSearch extends NamePage {
  readonly complete: boolean;
  readonly snapshotsDone: number;
  readonly snapshotsTotal: number;
}

export interface NameIndexOptions {
  /** `names.sqlite` beside the catalog. */
  readonly file: string;
  /** Gives the open repository or throws why there is none. */
  readonly repository: () => Repository;
  readonly log: (line: string) => void;
}

/** The thread makes much garbage and keeps little: a small heap is swept early. Trees and SQLite's pages lie outside it. */
const HEAP = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 };
const NOTHING_FOUND: NamePage = { found: [], total: 0, isMore: false, next: undefined };

export class NameIndex {
  readonly #options: NameIndexOptions;
  readonly #listeners: (() => void)[] = [];
  #status: NameIndexStatus = { state: 'idle', snapshotsDone: 0, snapshotsTotal: 0, gaps: 0, failure: null };
  #building: Promise<void> | undefined;
  #stop = new Uint8Array(new SharedArrayBuffer(1));
  /** Something changed while it was built. */
  #isStale = false;
  /** The whole file is read before it is first used, and when it proved damaged. */
  #mustVerify = true;
  #answering: Answering | undefined;
  #isClosed = false;

  constructor(options: NameIndexOptions) {
    this.#options = options;
  }

  get status(): NameIndexStatus {
    return this.#status;
  }

  /** Calls `listener` after every change of the status, a few times a second at most, for as long as the box runs. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Brings the index up to date in the background: when the repository was opened, after a backup, after snapshots were forgotten. */
  refresh(): void {
    if (this.#isClosed) return;
    this.#isStale = true;
    this.#building ??= this.#build().finally(() => {
      this.#building = undefined;
    });
  }

  /** Resolves when nothing is being built. */
  async settled(): Promise<void> {
    await this.#building;
  }

  /** Throws 'input.invalid', what `repository` throws, and the reason of `signal`. */
  async search(question: NameQuestion, signal: AbortSignal): Promise<NameSearch> {
    const answer = await this.#answers().ask({ kind: 'search', question }, signal);
    if (answer.kind === 'damaged') this.#rebuild(answer.detail);
    const { state, snapshotsDone, snapshotsTotal } = this.#status;
    const page = answer.kind === 'page' ? answer.page : NOTHING_FOUND;
    return { ...page, complete: state === 'complete' && answer.kind === 'page', snapshotsDone, snapshotsTotal };
  }

  /**
   * All versions of what lies at a path, in the snapshots of the same host and paths as this one, newest first.
   * Undefined while this snapshot is not in the index. Throws what `repository` throws, and the reason of `signal`.
   */
  async versions(snapshot: string, path: ByteString, signal: AbortSignal): Promise<readonly NameVersion[] | undefined> {
    const answer = await this.#answers().ask({ kind: 'versions', snapshot, path }, signal);
    if (answer.kind === 'damaged') this.#rebuild(answer.detail);
    return answer.kind === 'versions' ? answer.versions : undefined;
  }

  /** Ends the threads. The index may be left half built, and is finished the next time. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isStale = false;
    Atomics.store(this.#stop, 0, 1);
    await this.#building;
    await this.#answering?.close();
    this.#answering = undefined;
  }

  async #build(): Promise<void> {
    while (this.#isStale && !this.#isClosed) {
      this.#isStale = false;
      this.#change({ state: 'building', failure: null });
      await this.#thread();
    }
  }

  async #thread(): Promise<void> {
    let end: FromIndexing | undefined;
    try {
      const order = this.#order();
      const thread = new Worker(new URL('./index-thread.ts', import.meta.url), {
        workerData: order,
        name: 'names',
        resourceLimits: HEAP,
      });
      thread.on('message', (message: FromIndexing) => {
        if (message.kind === 'progress') this.#change(message.soFar);
        else end = message;
      });
      thread.on('error', (error: Error) => this.#options.log(`the index of names failed: ${error.stack ?? error.message}`));
      await new Promise((resolve) => thread.on('exit', resolve));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      end = { kind: 'failed', code: error.code, detail: error.message };
    }
    this.#end(end ?? { kind: 'failed', code: 'internal', detail: 'The index of names could not be built; the log of the box says more.' });
  }

  #end(end: FromIndexing): void {
    if (end.kind === 'finished') {
      this.#mustVerify = false;
      this.#change({ ...end.soFar, state: 'complete' });
    } else if (end.kind === 'failed') {
      this.#mustVerify = true;
      this.#options.log(`the index of names is not complete: ${end.detail}`);
      this.#change({ state: 'failed', failure: { code: end.code, detail: end.detail } });
    } else this.#change({ state: 'idle' });
  }

  #order(): IndexingOrder {
    const repository = this.#options.repository().handOver();
    const stop = this.#stop.buffer as SharedArrayBuffer;
    return { repository, file: this.#options.file, verify: this.#mustVerify, stop };
  }

  #answers(): Answering {
    const { id } = this.#options.repository();
    if (this.#isClosed) throw new Fault('cancelled', 'The box is being stopped.');
    this.#answering ??= new Answering({ file: this.#options.file, repository: id }, (line) => this.#options.log(line));
    return this.#answering;
  }

  #rebuild(detail: string): void {
    this.#options.log(`the index of names is damaged (${detail}) and is built again`);
    this.#mustVerify = true;
    this.refresh();
  }

  #change({ state, snapshotsDone, snapshotsTotal, gaps, failure }: Partial<NameIndexStatus>): void {
    const now = this.#status;
    this.#status = {
      state: state ?? now.state,
      snapshotsDone: snapshotsDone ?? now.snapshotsDone,
      snapshotsTotal: snapshotsTotal ?? now.snapshotsTotal,
      gaps: gaps ?? now.gaps,
      failure: failure === undefined ? now.failure : failure,
    };
    for (const listener of this.#listeners) listener();
  }
}
