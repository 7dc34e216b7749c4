/**
 * `Protect`: the backups that fill the box's own repository.
 *
 * Owns: which folders were chosen, the one backup that may run, what the last ones ended with. The repository itself is vault.ts's.
 * Invariant: at most one backup runs; what was acknowledged as finished is in a snapshot.
 * No passphrase is kept: a backup thread gets the keys of the open repository.
 */
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { Estimate, Fault } from '../../base/index.ts';
import type { Catalog } from '../../box/catalog/index.ts';
import { isBoxSnapshot, type Repository, snapshotListOf } from '../../repository/index.ts';
import { liesIn, patternsToKeepOut } from '../../sources/index.ts';
import { ChosenFolders } from './chosen-folders.ts';
import { checkedFolder, folderFault } from './folders.ts';
import type { BackupOrder, FromThread, ToThread } from './messages.ts';
import { type ProtectedFolder, protectedFolders } from './protected-folders.ts';
import type { KitStatus, RecoveryKit } from './recovery-kit.ts';
import { newRun, progressOf, type Run, type RunProblem } from './run.ts';
import type { Vault, VaultStatus } from './vault.ts';
import { Versioned } from './versioned.ts';

/** What Protect tells of what it stands on. */
interface Outside extends VaultStatus {
  readonly kit: KitStatus;
  /** No backup counts as protection before the recovery kit was typed back, however many there are. */
  readonly countsAsProtected: boolean;
}

export interface ProtectStatus extends Outside {
  readonly current: Run | null;
  readonly recent: readonly Run[];
}

export interface ProtectParts {
  readonly catalog: Catalog;
  readonly vault: Vault;
  readonly kit: RecoveryKit;
  readonly log: (line: string) => void;
}

const RECENT_RUNS = 10;
const PROBLEMS_KEPT = 1_000;
/** Made by the kernel, not by people; and the repository must not back itself up. */
const NEVER_BACKED_UP = ['/proc', '/sys', '/dev', '/run'];

export class Protect {
  readonly #vault: Vault;
  readonly #chosen: ChosenFolders;
  readonly #log: (line: string) => void;
  readonly #status: Versioned<ProtectStatus>;
  readonly #problems = new Map<string, RunProblem[]>();
  #thread: Worker | undefined;
  #finished: Promise<void> = Promise.resolve();
  #isStarting = false;

  /** Remembers the folders that were chosen; the state's folder is there. */
  static async in(state: string, parts: ProtectParts): Promise<Protect> {
    return new Protect(parts, await ChosenFolders.in(state, parts.catalog, parts.log));
  }

  private constructor({ vault, kit, log }: ProtectParts, chosen: ChosenFolders) {
    this.#vault = vault;
    this.#chosen = chosen;
    this.#log = log;
    const outside = (): Outside => ({ ...vault.status, kit: kit.status, countsAsProtected: kit.status.state === 'confirmed' });
    this.#status = new Versioned<ProtectStatus>({ ...outside(), current: null, recent: [] });
    for (const each of [vault, kit]) each.onChange(() => this.#change(outside()));
  }

  get status(): ProtectStatus {
    return this.#status.value;
  }

  /** The status now and after every change; a slow reader gets the newest. */
  watch(signal: AbortSignal): AsyncIterable<{ version: number; value: ProtectStatus }> {
    return this.#status.watch(signal);
  }

  /** Makes the repository. Throws what `Vault.create` throws. */
  async create(passphrase: string): Promise<void> {
    await this.#vault.create(passphrase);
  }

  /** Opens the repository. Throws what `Vault.unlock` throws. */
  async unlock(passphrase: string): Promise<void> {
    await this.#vault.unlock(passphrase);
  }

  /** The open repository. Throws 'repository.absent' or 'repository.closed'. */
  get repository(): Repository {
    return this.#vault.repository;
  }

  /** Folders that were chosen or that readable snapshots hold: those never backed up completely first, then the freshest. */
  async folders(): Promise<ProtectedFolder[]> {
    const { snapshots } = await snapshotListOf(this.repository).read();
    return protectedFolders(
      await this.#chosen.all(),
      snapshots.filter((each) => !isBoxSnapshot(each)),
    );
  }

  /** What lies in a folder and is no part of its backups: the kernel's own trees, and the backups themselves. */
  leftOutOf(folder: string): readonly string[] {
    return [this.#vault.location, ...NEVER_BACKED_UP].filter((each) => each !== folder && liesIn(each, folder));
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
    if (liesIn(source, this.#vault.location))
      throw new Fault('input.invalid', 'This folder holds the backups themselves; choose another one.');
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

  /** Cancels what runs and waits for it. */
  async close(): Promise<void> {
    if (this.status.current && this.#thread) this.cancel();
    await this.#finished;
  }

  #run(folder: string): Run {
    const { config, master, keyId } = this.repository;
    const run = newRun(folder);
    this.#problems.set(run.id, []);
    this.#change({ current: run });
    const order: BackupOrder = {
      location: this.#vault.location,
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
    if (this.status.repository === 'open') this.repository.forgetIndex();
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
