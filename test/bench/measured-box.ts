/** The box that is measured: the program as it is started on a box, talked to over HTTP by who claimed it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Status } from '../../src/api/contract/index.ts';

const HOLDFAST = path.join(import.meta.dirname, '../../scripts/holdfast');
const OWNER = { name: 'Anna', password: 'a password of the owner' };
const ASK_EVERY_MS = 200;

/** One answer: how long it took until the last byte, and how many bytes it was. */
export interface Timed {
  readonly ms: number;
  readonly count: number;
}

export class MeasuredBox implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #url: string;
  #cookie = '';

  /** Claims a box on this state, which nobody has claimed before. Its repository stays locked. */
  static async start(state: string): Promise<MeasuredBox> {
    const words = ['appliance', '--json', '--port', '0', '--https-port', 'off', '--state', state];
    const child = spawn(HOLDFAST, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface(child.stdout)) {
      const { url, claim_code: code } = JSON.parse(line) as { url: string; claim_code: string };
      const box = new MeasuredBox(child, url);
      const claimed = await box.#send('/api/claim', { code, ...OWNER });
      box.#cookie = claimed.headers.getSetCookie()[0]!.split(';')[0]!;
      return box;
    }
    throw new Error('the box did not start');
  }

  private constructor(child: ChildProcess, url: string) {
    this.#process = child;
    this.#url = url;
  }

  async unlock(passphrase: string): Promise<void> {
    await this.#send('/api/repository/unlock', { passphrase });
  }

  async get(route: string): Promise<Timed> {
    const start = performance.now();
    const answer = await fetch(this.#url + route, { headers: { Cookie: this.#cookie } });
    const body = await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`GET ${route} was answered ${answer.status}: ${Buffer.from(body)}`);
    return { ms: performance.now() - start, count: body.byteLength };
  }

  async json<T>(route: string): Promise<T> {
    return (await (await fetch(this.#url + route, { headers: { Cookie: this.#cookie } })).json()) as T;
  }

  /** Resolves when the index of names holds every snapshot, with the longest time that the status took meanwhile. */
  async namesBuilt(): Promise<{ slowestMs: number }> {
    for (let slowestMs = 0; ; ) {
      slowestMs = Math.max(slowestMs, (await this.get('/api/status')).ms);
      const { index } = await this.json<Status>('/api/status');
      if (index.isComplete) return { slowestMs };
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  }

  /** Of the whole process so far. */
  peakMebibytes(): number {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'latin1');
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)![1]) / 1024;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
  }

  async #send(route: string, body: unknown): Promise<Response> {
    const headers = { 'Content-Type': 'application/json', Cookie: this.#cookie };
    const answer = await fetch(this.#url + route, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`POST ${route} was answered ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}
