/**
 * `Protect`: the appliance's own repository and the backups that fill it.
 *
 * Owns: whether the repository is there and open, which folders were chosen, the one backup that may run, what the last ones ended with.
 * Invariant: at most one backup runs; what was acknowledged as finished is in a snapshot.
 * No passphrase is kept: a backup thread gets the keys of the open repository.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Estimate, Fault } from '../../base/index.ts';
import { initRepository, isRepository, listSnapshots, openRepository, openStore, type Repository } from '../../repository/index.ts';
import { liesIn, patternsToKeepOut } from '../../sources/index.ts';
import { ChosenFolders } from './chosen-folders.ts';
import { checkedFolder, folderFault } from './folders.ts';
import type { BackupOrder, FromThread, ToThread } from './messages.ts';
import { type ProtectedFolder, protectedFolders } from './protected-folders.ts';
import { newRun, progressOf, type Run, type RunProblem } from './run.ts';
import { prepareState } from './state-folder.ts';
import { Versioned } from './versioned.ts';

export type RepositoryState = 'absent' | 'locked' | 'open';

export interface ProtectStatus {
  readonly repository: RepositoryState;
  readonly current: Run | null;
  readonly recent: readonly Run[];
}

const PASSPHRASE_LENGTH = 10;
const RECENT_RUNS = 10;
const PROBLEMS_KEPT = 1_000;
/** Made by the kernel, not by people; and the repository must not back itself up. */
const NEVER_BACKED_UP = ['/proc', '/sys', '/dev', '/run'];

export class Protect {
  readonly #location: string;
  readonly #chosen: ChosenFolders;
  readonly #log: (line: string) => void;
  readonly #status: Versioned<ProtectStatus>;
  readonly #problems = new Map<string, RunProblem[]>();
  #repository: Repository | undefined;
  #opening: Promise<void> | undefined;
  #thread: Worker | undefined;
  #finished: Promise<void> = Promise.resolve();
  #isStarting = false;

  /** Looks at what lies in the folder of the box's state, which it makes when it is not there; opens nothing. Throws 'state.unusable'. */
  static async in(state: string, log: (line: string) => void): Promise<Protect> {
    await prepareState(state);
    const location = path.resolve(state, 'repository');
    const repository = (await isRepository(openStore(location))) ? 'locked' : 'absent';
    return new Protect(location, { repository, chosen: await ChosenFolders.in(state, log), log });
  }

  private constructor(
    location: string,
    { repository, chosen, log }: { repository: RepositoryState; chosen: ChosenFolders; log: (line: string) => void },
  ) {
    this.#location = location;
    this.#chosen = chosen;
    this.#log = log;
    this.#status = new Versioned<ProtectStatus>({ repository, current: null, recent: [] });
  }

  get status(): ProtectStatus {
    return this.#status.value;
  }

  /** The status now and after every change; a slow reader gets the newest. */
  watch(signal: AbortSignal): AsyncIterable<{ version: number; value: ProtectStatus }> {
    return this.#status.watch(signal);
  }

  /** Makes the repository. Throws 'passphrase.short', 'input.invalid' and 'repository.exists'. */
  async create(passphrase: string): Promise<void> {
    if ([...passphrase].length < PASSPHRASE_LENGTH) {
      throw new Fault(
        'passphrase.short',
        `A passphrase needs at least ${PASSPHRASE_LENGTH} characters: whoever takes the disk can guess short ones by machine.`,
      );
    }
    if (this.status.repository !== 'absent') throw new Fault('repository.exists', 'The box has a repository already; unlock it instead.');
    // restic takes white space off the ends of a password file: such a passphrase would open nothing on the day it is needed.
    if (passphrase !== passphrase.trim())
      throw new Fault('input.invalid', 'A passphrase must not begin or end with a space: it is too easily lost.');
    await this.#open(() => initRepository(openStore(this.#location), passphrase));
  }

  /** Opens the repository. Throws 'repository.absent' and 'repository.password.wrong'. Does nothing more when it is open and the passphrase right. */
  async unlock(passphrase: string): Promise<void> {
    if (this.status.repository === 'absent') throw new Fault('repository.absent', 'The box has no repository yet.');
    await this.#open(() => openRepository(openStore(this.#location), passphrase));
  }

  /** The open repository. Throws 'repository.absent' or 'repository.closed'. */
  get repository(): Repository {
    if (this.#repository) return this.#repository;
    if (this.status.repository === 'absent') throw new Fault('repository.absent', 'The box has no repository yet.');
    throw new Fault('repository.closed', 'The backups are locked: give the passphrase first.');
  }

  /** Folders that were chosen or that readable snapshots hold: those never backed up completely first, then the freshest. */
  async folders(): Promise<ProtectedFolder[]> {
    return protectedFolders(this.#chosen.all, await listSnapshots(this.repository, {}, () => {}));
  }

  /** What lies in a folder and is no part of its backups: the kernel's own trees, and the backups themselves. */
  leftOutOf(folder: string): readonly string[] {
    return [this.#location, ...NEVER_BACKED_UP].filter((each) => each !== folder && liesIn(each, folder));
  }

  /** Takes a folder without a version off the list. Throws 'folder.unknown', 'folder.kept' and 'backup.running'. */
  async forget(folder: string): Promise<void> {
    const found = (await this.folders()).find(({ path }) => path === folder);
    if (!found) throw new Fault('folder.unknown', `${folder} is not on the list.`);
    if (found.snapshotCount > 0) throw new Fault('folder.kept', `There are versions of ${folder}, so it stays on the list.`);
    if (this.status.current?.folder === folder) throw new Fault('backup.running', 'This folder is being backed up. Cancel that first.');
    await this.#chosen.remove(folder);
  }

  /** Starts a backup. Throws 'backup.running', 'backup.source.missing', 'backup.source.unreadable', 'input.invalid' and what `repository` throws. */
  async start(folder: string): Promise<Run> {
    const source = checkedFolder(folder);
    if (liesIn(source, this.#location)) throw new Fault('input.invalid', 'This folder holds the backups themselves; choose another one.');
    void this.repository;
    const found = await stat(source).catch((error: unknown) => {
      throw folderFault(error, source);
    });
    if (!found.isDirectory()) throw new Fault('backup.source.missing', `${source} is not a folder.`);
    if (this.status.current || this.#isStarting)
      throw new Fault('backup.running', 'A backup is running already. Wait for it, or cancel it.');
    this.#isStarting = true;
    try {
      // Before the first byte: whatever ends this backup, the folder was chosen.
      await this.#chosen.add(source);
      return this.#run(source);
    } finally {
      this.#isStarting = false;
    }
  }

  /** Asks the running backup to stop. Throws 'backup.none'. */
  cancel(): Run {
    const { current } = this.status;
    if (!current || !this.#thread) throw new Fault('backup.none', 'No backup is running.');
    this.#change({ current: { ...current, state: 'cancelling' } });
    this.#thread.postMessage({ kind: 'cancel' } satisfies ToThread);
    return this.status.current!;
  }

  /** What could not be backed up, of the current or a recent run; the list is capped, `problemCount` of the run is not. */
  problemsOf(runId: string): readonly RunProblem[] {
    return this.#problems.get(runId) ?? [];
  }

  /** Cancels what runs, waits for it, and lets go of the keys. */
  async close(): Promise<void> {
    if (this.status.current && this.#thread) this.cancel();
    await this.#finished;
    await this.#opening?.catch(() => undefined);
    this.#repository = undefined;
  }

  async #open(open: () => Promise<Repository>): Promise<void> {
    // One at a time: two requests must not make two repositories, and guessing must not run in parallel.
    while (this.#opening) await this.#opening.catch(() => undefined);
    this.#opening = (async () => {
      this.#repository = await open();
      this.#change({ repository: 'open' });
    })();
    try {
      await this.#opening;
    } finally {
      this.#opening = undefined;
    }
  }

  #run(folder: string): Run {
    const { config, master, keyId } = this.repository;
    const run = newRun(folder);
    this.#problems.set(run.id, []);
    this.#change({ current: run });
    const order: BackupOrder = {
      location: this.#location,
      opened: { config, master, keyId },
      folder,
      excludes: patternsToKeepOut(this.leftOutOf(folder), [folder]),
    };
    const thread = new Worker(new URL('./backup-thread.ts', import.meta.url), { workerData: order, name: 'backup' });
    this.#thread = thread;
    this.#finished = this.#follow(thread);
    return run;
  }

  /** Takes what the thread says until it ends; a thread that ends without a last word has failed. */
  #follow(thread: Worker): Promise<void> {
    const estimate = new Estimate(performance.now());
    let end: FromThread | undefined;
    thread.on('message', (message: FromThread) => {
      if (message.kind === 'progress') this.#progress(progressOf(message.progress, estimate.add(message.progress, performance.now())));
      else if (message.kind === 'problem') this.#problem(message.problem);
      else end = message;
    });
    thread.on('error', (error: Error) => {
      this.#log(`the backup thread failed: ${error.stack ?? error.message}`);
    });
    return new Promise((resolve) => {
      thread.on('exit', () => {
        this.#end(end ?? { kind: 'failed', code: 'internal', detail: 'The backup ended without a word; the log of the box says more.' });
        resolve();
      });
    });
  }

  #progress(progress: Run['progress']): void {
    const { current } = this.status;
    if (current) this.#change({ current: { ...current, progress } });
  }

  #problem(problem: RunProblem): void {
    const { current } = this.status;
    if (!current) return;
    const kept = this.#problems.get(current.id)!;
    if (kept.length < PROBLEMS_KEPT) kept.push(problem);
    // Told with the next progress: thousands of problems must not become thousands of events.
    this.#status.changeQuietly({ ...this.status, current: { ...current, problemCount: current.problemCount + 1 } });
  }

  #end(end: FromThread): void {
    const { current, recent } = this.status;
    this.#thread = undefined;
    // The thread wrote packs that the index read earlier does not know.
    this.#repository?.forgetIndex();
    if (!current) return;
    const finished = { ...current, ...outcomeOf(end), finishedAt: new Date().toISOString() };
    const kept = [finished, ...recent].slice(0, RECENT_RUNS);
    for (const id of this.#problems.keys()) if (!kept.some((run) => run.id === id)) this.#problems.delete(id);
    this.#change({ current: null, recent: kept });
  }

  #change(change: Partial<ProtectStatus>): void {
    this.#status.change({ ...this.status, ...change });
  }
}

function outcomeOf(end: FromThread): Partial<Run> {
  switch (end.kind) {
    case 'finished':
      return { state: end.problems > 0 ? 'partial' : 'done', result: end.result, problemCount: end.problems };
    case 'cancelled':
      return { state: 'cancelled' };
    case 'failed':
      return { state: 'failed', failure: { code: end.code, detail: end.detail } };
    default:
      throw new TypeError(`a backup cannot end with '${end.kind}'`);
  }
}
