/** A box with a catalog, an engine and one repository that no password opens, for the tests of jobs that services do. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { Catalog } from '../../src/box/catalog/index.ts';
import { type Job, type JobKind, Jobs } from '../../src/box/jobs/index.ts';
import type { Repository } from '../../src/repository/index.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { sampleRepository } from '../repository/sample-repository.ts';

const scratch = temporaryFolder('services');

export class BoxWithJobs implements AsyncDisposable {
  readonly folder: string;
  readonly jobs: Jobs;
  readonly repository: Repository;
  readonly access: { location: string; repository: () => Repository };
  readonly log: string[] = [];
  readonly catalog: Catalog;

  static async start(): Promise<BoxWithJobs> {
    const folder = mkdtempSync(path.join(scratch, 'box-'));
    mkdirSync(path.join(folder, 'state'));
    const catalog = await Catalog.in(path.join(folder, 'state'), () => {});
    const box = new BoxWithJobs(folder, catalog, await sampleRepository(path.join(folder, 'state/repository')));
    await box.jobs.repositoryIsOpen(true);
    await box.jobs.start();
    return box;
  }

  private constructor(folder: string, catalog: Catalog, repository: Repository) {
    this.folder = folder;
    this.catalog = catalog;
    this.repository = repository;
    this.access = { location: repository.store.location, repository: () => repository };
    this.jobs = new Jobs(catalog, { log: (line) => this.log.push(line) });
  }

  /** Does one job to its end. */
  async run<Order>(kind: JobKind<Order>, order: Order): Promise<Job> {
    this.jobs.register(kind);
    const news = this.jobs.watch(AbortSignal.timeout(60_000));
    const { id } = await this.jobs.submit(kind.kind, order, { by: null });
    return await this.ended(id, news);
  }

  /** The job once it rests; `news` must have been watched from before. */
  async ended(id: string, news: AsyncIterable<Job>): Promise<Job> {
    for await (const job of news) if (job.id === id && !['queued', 'running'].includes(job.state)) return job;
    throw new Error(`the job did not end: ${JSON.stringify(await this.jobs.get(id))}; ${this.log.join('\n')}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.jobs.close();
    await this.catalog.close();
  }
}
