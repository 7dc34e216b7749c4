/** A real box for tests: appliance, repository and page, in a temporary folder and on a free port of loopback. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Run, SnapshotView, Status } from '../../src/api/contract/index.ts';
import { type Appliance, startAppliance } from '../../src/appliance.ts';

export const PASSPHRASE = 'correct horse battery';

export class TemporaryBox implements AsyncDisposable {
  readonly folder: string;
  /** What the box logged; a test may hold that it is empty. */
  readonly log: string[] = [];
  #appliance: Appliance;

  static async start(): Promise<TemporaryBox> {
    const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-box-'));
    const log: string[] = [];
    return new TemporaryBox(
      folder,
      await startAppliance({ state: folder, port: 0, checkAnswers: true, log: (line) => log.push(line) }),
      log,
    );
  }

  private constructor(folder: string, appliance: Appliance, log: string[]) {
    this.folder = folder;
    this.log = log;
    this.#appliance = appliance;
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

  /** Stops the box and starts it anew on its state, as after a power cut. */
  async restart(): Promise<void> {
    const { port } = this;
    await this.#appliance.stop();
    this.#appliance = await startAppliance({ state: this.folder, port, checkAnswers: true, log: (line) => this.log.push(line) });
  }

  async stop(): Promise<void> {
    await this.#appliance.stop();
  }

  get(route: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + route, { headers });
  }

  async json<T>(route: string): Promise<T> {
    return (await (await this.get(route)).json()) as T;
  }

  send(method: string, route: string, body: unknown): Promise<Response> {
    return fetch(this.url + route, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  }

  /** Makes the repository when there is none, backs the folder up and waits for the end. */
  async backUp(folder: string): Promise<Run> {
    if ((await this.json<Status>('/api/status')).repository === 'absent')
      await this.send('POST', '/api/repository', { passphrase: PASSPHRASE });
    return await this.finished((await this.startBackup(folder)).id);
  }

  async startBackup(folder: string): Promise<Run> {
    const answer = await this.send('POST', '/api/backups', { folder });
    if (!answer.ok) throw new Error(`the box refused to back up ${folder}: ${await answer.text()}`);
    return (await answer.json()) as Run;
  }

  /** Waits by events, as the page does. */
  async finished(run: string): Promise<Run> {
    for await (const status of this.events()) {
      const found = status.recent.find((each) => each.id === run);
      if (found) return found;
    }
    throw new Error('the events ended before the backup');
  }

  async *events(): AsyncGenerator<Status> {
    const stopped = new AbortController();
    const response = await fetch(`${this.url}/api/events`, { signal: stopped.signal });
    let text = '';
    try {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data) yield JSON.parse(data) as Status;
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
