/**
 * `Protect`: the folders under protection, and the work that protects them.
 *
 * Owns: which folders were chosen, what may be backed up, how long versions are kept unless an order says otherwise, what the last check
 * proved. The repository itself is vault.ts's; jobs run in box/jobs.
 */
import { stat } from 'node:fs/promises';
import { Fault } from '../../base/index.ts';
import { type Catalog, Settings } from '../../box/catalog/index.ts';
import type { Job, Jobs } from '../../box/jobs/index.ts';
import { isBoxSnapshot, type Repository, snapshotListOf } from '../../repository/index.ts';
import { liesIn } from '../../sources/index.ts';
import { backupJob } from './backup-job.ts';
import { checkJob } from './check-job.ts';
import { ChosenFolders } from './chosen-folders.ts';
import { checkedFolder, folderFault } from './folders.ts';
import type { CheckJobResult, KeepRules, PruneJobOrder, ReadData } from './job-orders.ts';
import { type ProtectedFolder, protectedFolders } from './protected-folders.ts';
import { pruneJob } from './prune-job.ts';
import type { Vault } from './vault.ts';

export interface ProtectParts {
  readonly catalog: Catalog;
  readonly vault: Vault;
  readonly jobs: Jobs;
  /** Whole paths of the box's own places: its state, and what seals its keys. */
  readonly own: readonly string[];
  readonly log: (line: string) => void;
}

/** What a finished check found. */
export interface LastCheck {
  /** RFC 3339. */
  readonly at: string;
  readonly readData: ReadData;
  readonly isWhole: boolean;
}

/** Made by the kernel, not by people; and the repository must not back itself up. */
const NEVER_BACKED_UP = ['/proc', '/sys', '/dev', '/run'];
const RETENTION_SETTING = 'protect.retention';
const LAST_CHECK_SETTING = 'protect.last-check';

export class Protect {
  readonly #vault: Vault;
  /** The box's state, with the backups and the secrets in it: whoever may restore must not read those. */
  readonly #own: readonly string[];
  readonly #jobs: Jobs;
  readonly #settings: Settings;
  readonly #chosen: ChosenFolders;
  readonly #listeners: (() => void)[] = [];
  /** Folders whose backup is being asked for: two requests at once must not start two. */
  readonly #asking = new Set<string>();

  /** Remembers the folders that were chosen; the state's folder is there. Teaches `jobs` its kinds, so it comes before their start. */
  static async in(state: string, parts: ProtectParts): Promise<Protect> {
    return new Protect(parts, await ChosenFolders.in(state, parts.catalog, parts.log));
  }

  private constructor({ vault, catalog, jobs, own }: ProtectParts, chosen: ChosenFolders) {
    this.#vault = vault;
    this.#own = own;
    this.#jobs = jobs;
    this.#settings = new Settings(catalog);
    this.#chosen = chosen;
    const access = { location: vault.location, repository: () => vault.repository };
    jobs.register(backupJob({ ...access, leftOutOf: (folder) => this.leftOutOf(folder) }));
    jobs.register(checkJob({ ...access, checked: (result) => this.#checked(result) }));
    jobs.register(pruneJob(access));
  }

  /** The open repository. Throws 'repository.absent' or 'repository.closed'. */
  get repository(): Repository {
    return this.#vault.repository;
  }

  /** Calls `listener` when folders were chosen or forgotten, or a check ended, for as long as the box runs. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Folders that were chosen or that readable snapshots hold: those never backed up completely first, then the freshest. */
  async folders(): Promise<ProtectedFolder[]> {
    const { snapshots } = await snapshotListOf(this.repository).read();
    return protectedFolders(
      await this.#chosen.all(),
      snapshots.filter((each) => !isBoxSnapshot(each)),
    );
  }

  /** Folders that were chosen, whether backed up or not; needs no open repository. */
  async chosenFolders(): Promise<readonly string[]> {
    return await this.#chosen.all();
  }

  /** What lies in a folder and is no part of its backups: the kernel's own trees, and the box's own state with the backups. */
  leftOutOf(folder: string): readonly string[] {
    return [...this.#own, ...NEVER_BACKED_UP].filter((each) => each !== folder && liesIn(each, folder));
  }

  /** Puts a folder under protection. Throws 'backup.source.missing', 'backup.source.unreadable' and 'input.invalid'. */
  async choose(folder: string): Promise<void> {
    await this.#chosen.add(await this.fit(folder));
    this.#tell();
  }

  /** Takes a folder without a version off the list. Throws 'folder.unknown', 'folder.kept' and 'backup.running'. */
  async forget(folder: string): Promise<void> {
    const isEmpty = this.#vault.status.repository === 'absent';
    const known = isEmpty ? protectedFolders(await this.#chosen.all(), []) : await this.folders();
    const found = known.find(({ path }) => path === folder);
    if (!found) throw new Fault('folder.unknown', `${folder} is not on the list.`);
    if (found.snapshotCount > 0) throw new Fault('folder.kept', `There are versions of ${folder}, so it stays on the list.`);
    if (this.#isActive(folder)) throw new Fault('backup.running', 'This folder is being backed up, or waits for it. Cancel that first.');
    await this.#chosen.remove(folder);
    this.#tell();
  }

  /** Queues a backup. Throws 'backup.running', what `choose` throws, and 'repository.absent'. */
  async backUp(folder: string, by: string | null): Promise<Job> {
    const source = await this.fit(folder);
    if (this.#vault.status.repository !== 'open') void this.repository;
    if (this.#isActive(source) || this.#asking.has(source))
      throw new Fault('backup.running', 'A backup of this folder runs or waits already. Wait for it, or cancel it.');
    this.#asking.add(source);
    try {
      // Before the first byte: whatever ends this backup, the folder was chosen.
      await this.#chosen.add(source);
      return await this.#jobs.submit('backup', { folder: source }, { by });
    } finally {
      this.#asking.delete(source);
    }
  }

  async check(readData: ReadData, by: string | null): Promise<Job> {
    return await this.#jobs.submit('check', { readData }, { by });
  }

  /** Forgets versions by the policy given, or else by the one that was chosen for the box, and frees what nothing needs. */
  async prune(order: PruneJobOrder, by: string | null): Promise<Job> {
    const policy = order.policy ?? (await this.retention()) ?? undefined;
    return await this.#jobs.submit('prune', { ...order, policy }, { by });
  }

  /** How many versions are kept; null keeps every one. */
  async retention(): Promise<KeepRules | null> {
    return await this.#settings.get<KeepRules | null>(RETENTION_SETTING, null);
  }

  async setRetention(rules: KeepRules | null): Promise<void> {
    await this.#settings.set(RETENTION_SETTING, rules);
  }

  async lastCheck(): Promise<LastCheck | null> {
    return await this.#settings.get<LastCheck | null>(LAST_CHECK_SETTING, null);
  }

  async #checked({ readData, whole }: CheckJobResult): Promise<void> {
    await this.#settings.set(LAST_CHECK_SETTING, { at: new Date().toISOString(), readData, isWhole: whole } satisfies LastCheck);
    this.#tell();
  }

  #isActive(folder: string): boolean {
    return this.#jobs.active.some(({ kind, subject }) => kind === 'backup' && subject.folder === folder);
  }

  /** The folder as it is remembered, if it can be backed up. Throws what `choose` throws. */
  async fit(folder: string): Promise<string> {
    const source = checkedFolder(folder);
    if (this.#own.some((each) => liesIn(source, each)))
      throw new Fault('input.invalid', 'This folder holds the backups themselves, or what else is the box’s own; choose another one.');
    const found = await stat(source).catch((error: unknown) => {
      throw folderFault(error, source);
    });
    if (!found.isDirectory()) throw new Fault('backup.source.missing', `${source} is not a folder.`);
    return source;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
