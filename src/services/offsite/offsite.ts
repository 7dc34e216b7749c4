/**
 * `Offsite`: copies of the box's repository in other places.
 *
 * Owns: which places hold a copy, and when each was last brought up to date. A place that was told once stays on the list, also while
 * its drive is away.
 */
import { type Catalog, Settings } from '../../box/catalog/index.ts';
import { drivesOf, type Job, type Jobs } from '../../box/jobs/index.ts';
import type { Repository } from '../../repository/index.ts';
import { copyJob } from './copy-job.ts';
import type { CopyBefore } from './job-orders.ts';

export interface Copy {
  /** A folder of the box, by its whole path. */
  readonly path: string;
  /** When it was last brought up to date, RFC 3339; null: never completely. */
  readonly lastCopyAt: string | null;
  /** Whether it lay on a drive of the backups themselves when it was last written: then one dying drive takes both. */
  readonly isSameDrive: boolean;
  readonly before?: CopyBefore | undefined;
}

export interface OffsiteParts {
  readonly catalog: Catalog;
  readonly jobs: Jobs;
  /** The folder the box's repository lies in. */
  readonly location: string;
  readonly repository: () => Repository;
  /** Folders of the box itself, into which nothing is copied. */
  readonly keepOut?: readonly string[] | undefined;
}

const COPIES_SETTING = 'offsite.copies';

export class Offsite {
  readonly #settings: Settings;
  readonly #jobs: Jobs;
  readonly #location: string;
  readonly #listeners: (() => void)[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  /** Teaches `jobs` its kind, so it comes before their start. */
  constructor({ catalog, jobs, location, repository, keepOut }: OffsiteParts) {
    this.#settings = new Settings(catalog);
    this.#jobs = jobs;
    this.#location = location;
    jobs.register(
      copyJob({
        location,
        repository,
        keepOut,
        before: async (target) => (await this.copies()).find(({ path }) => path === target)?.before,
        copied: (target, { targetId, sharedKeys }) => this.#note(target, new Date().toISOString(), { targetId, sharedKeys }),
      }),
    );
  }

  /** Calls `listener` after every change of the list, for as long as the box runs. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  async copies(): Promise<readonly Copy[]> {
    return await this.#settings.get<readonly Copy[]>(COPIES_SETTING, []);
  }

  /** Brings a copy up to date, or makes one. Throws 'input.invalid'. */
  async copy(target: string, by: string | null): Promise<Job> {
    const job = await this.#jobs.submit('copy', { target }, { by });
    const isKnown = (await this.copies()).some(({ path }) => path === target);
    if (!isKnown) await this.#note(target, null);
    return job;
  }

  /** Takes a place off the list; what lies there stays as it is. */
  async forget(target: string): Promise<void> {
    await this.#change((copies) => copies.filter(({ path }) => path !== target));
  }

  async #note(path: string, lastCopyAt: string | null, before?: CopyBefore): Promise<void> {
    const [here, there] = await Promise.all([drivesOf(this.#location), drivesOf(path)]);
    const copy = { path, lastCopyAt, isSameDrive: !here.isDisjointFrom(there), before };
    await this.#change((copies) => [...copies.filter((each) => each.path !== path), copy]);
  }

  /** One after the other: two changes must not lose each other's. */
  async #change(change: (copies: readonly Copy[]) => readonly Copy[]): Promise<void> {
    const mine = this.#turn.then(async () => this.#settings.set(COPIES_SETTING, change(await this.copies())));
    this.#turn = mine.catch(() => undefined);
    await mine;
    for (const listener of this.#listeners) listener();
  }
}
