/** A real box for tests: appliance, repository and page, in a temporary folder and on a free port of loopback. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as z from 'zod';
import type { JobOrder, JobView, SnapshotView, Status } from '../../src/api/contract/index.ts';
import { type Appliance, startAppliance } from '../../src/appliance.ts';
import { Catalog, Settings } from '../../src/box/catalog/index.ts';

export const PASSPHRASE = 'correct horse battery';
export const ADMIN = { name: 'Anna', password: 'a password of the owner' };
/** Hashes of passwords cost next to nothing here; test/box/users holds the real cost. */
const CHEAP = { passwords: { cost: { memoryKiB: 64, passes: 1, lanes: 1 } } };
/** For a box that waits for the passphrase after a start. */
export const LOCKS = { settings: { 'vault.unlock-mode': 'passphrase' } };

type JobOrderInput = z.input<typeof JobOrder>;

export class TemporaryBox implements AsyncDisposable {
  readonly folder: string;
  /** What the box logged; a test may hold that it is empty. */
  readonly log: string[] = [];
  #appliance: Appliance;

  /** The cookie of who is signed in; '' is nobody. */
  cookie = '';

  /** A box whose owner is signed in, unless `claim` is false; `settings` are those that somebody chose before. */
  static async start({ claim = true, settings = {} }: { claim?: boolean; settings?: Record<string, unknown> } = {}): Promise<TemporaryBox> {
    const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-box-'));
    await choose(folder, settings);
    const log: string[] = [];
    const box = new TemporaryBox(folder, await startAt(folder, log), log);
    if (claim) await box.claim();
    return box;
  }

  private constructor(folder: string, appliance: Appliance, log: string[]) {
    this.folder = folder;
    this.log = log;
    this.#appliance = appliance;
  }

  get claimCode(): string | undefined {
    return this.#appliance.claimCode;
  }

  async claim(): Promise<void> {
    const answer = await this.send('POST', '/api/claim', { code: this.claimCode, ...ADMIN });
    if (answer.status !== 201) throw new Error(`the box was not claimed: ${await answer.text()}`);
    this.cookie = cookieOf(answer);
  }

  async signIn(who = ADMIN): Promise<void> {
    const answer = await this.send('POST', '/api/session', who);
    if (answer.status !== 201) throw new Error(`${who.name} was not let in: ${await answer.text()}`);
    this.cookie = cookieOf(answer);
  }

  get url(): string {
    return this.#appliance.url;
  }

  get repository(): string {
    return path.join(this.folder, 'repository');
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** The box by https; its authority stands in `authority`. */
  get secureUrl(): string {
    return this.#appliance.secureUrl!;
  }

  get securePort(): number {
    return Number(new URL(this.secureUrl).port);
  }

  /** PEM. */
  get authority(): string {
    return this.#appliance.certificates.caPem;
  }

  /** Stops the box and starts it anew on its state, as after a power cut. */
  async restart(): Promise<void> {
    const { port, securePort } = this;
    await this.#appliance.stop();
    this.#appliance = await startAt(this.folder, this.log, { port, httpsPort: securePort });
  }

  async stop(): Promise<void> {
    await this.#appliance.stop();
  }

  get(route: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + route, { headers: { Cookie: this.cookie, ...headers } });
  }

  async json<T>(route: string): Promise<T> {
    return (await (await this.get(route)).json()) as T;
  }

  send(method: string, route: string, body: unknown): Promise<Response> {
    const headers = { 'Content-Type': 'application/json', Cookie: this.cookie };
    return fetch(this.url + route, { method, headers, body: JSON.stringify(body) });
  }

  /** Makes the repository when there is none, backs the folder up and waits for the end. */
  async backUp(folder: string): Promise<JobView> {
    if ((await this.json<Status>('/api/status')).repository === 'absent')
      await this.send('POST', '/api/repository', { passphrase: PASSPHRASE });
    return await this.finished((await this.startBackup(folder)).id);
  }

  async startBackup(folder: string): Promise<JobView> {
    return await this.startJob({ kind: 'backup', folder });
  }

  async startJob(order: JobOrderInput): Promise<JobView> {
    const answer = await this.send('POST', '/api/jobs', order);
    if (!answer.ok) throw new Error(`the box refused ${JSON.stringify(order)}: ${await answer.text()}`);
    return (await answer.json()) as JobView;
  }

  /** Waits by events, as the page does. */
  async finished(job: string): Promise<JobView> {
    return await this.until(job, ({ finishedAt }) => finishedAt !== null);
  }

  async until(job: string, isThat: (job: JobView) => boolean): Promise<JobView> {
    for await (const event of this.events()) {
      const jobs = event.name === 'job' ? [event.data as JobView] : [...(event.data as Status).jobs, ...(event.data as Status).recent];
      const found = jobs.find((each) => each.id === job && isThat(each));
      if (found) return found;
    }
    throw new Error('the events ended before the job was so');
  }

  async *events(): AsyncGenerator<{ id: string; name: string; data: unknown }> {
    const stopped = new AbortController();
    const response = await fetch(`${this.url}/api/events`, { headers: { Cookie: this.cookie }, signal: stopped.signal });
    let text = '';
    try {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        for (const block of blocks) {
          const [, id, name, data] = /^id: (\S+)\nevent: (\w+)\ndata: (.*)$/m.exec(block) ?? [];
          if (data) yield { id: id!, name: name!, data: JSON.parse(data) };
        }
      }
    } finally {
      stopped.abort();
    }
  }

  async latest(): Promise<SnapshotView> {
    return (await this.json<SnapshotView[]>('/api/snapshots'))[0]!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#appliance.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function startAt(state: string, log: string[], ports = { port: 0, httpsPort: 0 }): Promise<Appliance> {
  return startAppliance({ state, ...ports, checkAnswers: true, users: CHEAP, log: (line) => log.push(line) });
}

export function cookieOf(answer: Response): string {
  return answer.headers.getSetCookie()[0]!.split(';')[0]!;
}

async function choose(folder: string, settings: Record<string, unknown>): Promise<void> {
  if (Object.keys(settings).length === 0) return;
  const catalog = await Catalog.in(folder, () => {});
  for (const [name, value] of Object.entries(settings)) await new Settings(catalog).set(name, value);
  await catalog.close();
}
