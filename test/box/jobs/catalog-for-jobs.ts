/** What tests of jobs share: a catalog in a folder of its own, kinds that do what they are told, and waiting for a state. */
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { Catalog } from '../../../src/box/catalog/index.ts';
import { type Job, type JobKind, type JobState, Jobs, type JobWork } from '../../../src/box/jobs/index.ts';
import { temporaryFolder } from '../../peers/temporary-folder.ts';

/** The order of the test kinds: where they work, and what the test calls them. */
export interface Piece {
  readonly name: string;
  readonly places: readonly string[];
}

/** A job that began, and waits for the test to end it. */
export interface Begun {
  readonly order: Piece;
  readonly work: JobWork;
  finish(result?: Record<string, unknown>): void;
  fail(error: unknown): void;
}

/** One box: engine and catalog, with kinds whose jobs run until the test, or their signal, ends them. */
export class TestBox implements AsyncDisposable {
  readonly jobs: Jobs;
  readonly catalog: Catalog;
  readonly folder: string;
  readonly log: string[] = [];
  readonly begun: Begun[] = [];
  #beginning = Promise.withResolvers<void>();

  static async in(folder: string, prepare: (box: TestBox) => void = () => {}, clock = Date.now): Promise<TestBox> {
    const box = new TestBox(folder, await Catalog.in(folder, () => {}), clock);
    box.jobs.register(box.kind({ kind: 'asks', afterRestart: 'ask' }));
    box.jobs.register(box.kind({ kind: 'resumes', afterRestart: 'resume' }));
    box.jobs.register(box.kind({ kind: 'yields', afterRestart: 'resume', yields: true, priority: 'background' }));
    box.jobs.register(box.kind({ kind: 'locked', needsRepository: true }));
    prepare(box);
    await box.jobs.start();
    return box;
  }

  private constructor(folder: string, catalog: Catalog, clock: () => number) {
    this.folder = folder;
    this.catalog = catalog;
    const drivesOf = async (place: string) => new Set([place]);
    this.jobs = new Jobs(catalog, { log: (line) => this.log.push(line), drivesOf, retryMs: 5, clock });
  }

  kind(own: Partial<JobKind<Piece>> & { kind: string }): JobKind<Piece> {
    return {
      priority: 'asked',
      afterRestart: 'ask',
      yields: false,
      needsRepository: false,
      subjectOf: ({ name }) => ({ name }),
      placesOf: ({ places }) => places,
      run: (order, work) => this.#run(order, work),
      ...own,
    };
  }

  submit(kind: string, name: string, ...places: string[]): Promise<Job> {
    return this.jobs.submit(kind, { name, places } satisfies Piece, { by: 'anna' });
  }

  /** The job once it is in one of the states and rests there. */
  async until(id: string, ...states: JobState[]): Promise<Job> {
    return await this.once(id, ({ state, stopping }) => states.includes(state) && stopping === null);
  }

  async once(id: string, isSo: (job: Job) => boolean): Promise<Job> {
    const news = this.jobs.watch(AbortSignal.timeout(20_000));
    const now = await this.jobs.get(id);
    if (isSo(now)) return now;
    for await (const job of news) if (job.id === id && isSo(job)) return job;
    throw new Error(`the job stayed ${JSON.stringify(await this.jobs.get(id))}`);
  }

  /** The job of this name in the hands of its kind, for the first time or once more. */
  async began(name: string, times = 1): Promise<Begun> {
    for (;;) {
      const found = this.begun.filter(({ order }) => order.name === name);
      if (found.length >= times) return found.at(-1)!;
      await this.#beginning.promise;
    }
  }

  /** As a crash leaves it: nothing more is written, and the file is opened anew. */
  async crash(clock?: () => number): Promise<TestBox> {
    await this.catalog.close();
    return await TestBox.in(this.folder, undefined, clock);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.jobs.close();
    await this.catalog.close();
  }

  #run(order: Piece, work: JobWork): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      this.begun.push({ order, work, finish: (result = { ok: true }) => resolve(result), fail: reject });
      this.#beginning.resolve();
      this.#beginning = Promise.withResolvers();
      work.signal.addEventListener('abort', () => reject(work.signal.reason));
    });
  }
}

const scratch = temporaryFolder('jobs');

export function freshFolder(): string {
  return mkdtempSync(path.join(scratch, 'box-'));
}
