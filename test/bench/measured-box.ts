/** The box that is measured, as its benchmark talks to it: signed in, over HTTP; questions for names go to its process. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { NameQuestion } from '../../src/services/restore/index.ts';
import type { FromBox, ToBox } from './measured-box-process.ts';

const OWNER = { name: 'Anna', password: 'a password of the owner' };

/** One answer: how long it took, and how much it was. */
export interface Timed {
  readonly ms: number;
  readonly count: number;
}

export class MeasuredBox implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #url: string;
  #cookie = '';

  /** Claims a box on this state, which nobody has claimed before. Its repository stays locked. */
  static async start(state: string, passphrase: string): Promise<MeasuredBox> {
    const child = fork(path.join(import.meta.dirname, 'measured-box-process.ts'), [state, passphrase]);
    const [started] = (await once(child, 'message')) as [Extract<FromBox, { kind: 'started' }>];
    const box = new MeasuredBox(child, started.url);
    const claimed = await box.#send('/api/claim', { code: started.claimCode, ...OWNER });
    box.#cookie = claimed.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
    return box;
  }

  private constructor(child: ChildProcess, url: string) {
    this.#process = child;
    this.#url = url;
  }

  /** The box then sees to its index of names by itself: it must be built by now, as two must not build one. */
  async unlock(passphrase: string): Promise<void> {
    await this.#send('/api/repository/unlock', { passphrase });
  }

  /** The time until the last byte is there; `count` is the bytes. */
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

  buildNames(): Promise<Timed> {
    return this.#ask({ kind: 'build' });
  }

  /** What /api/search?text=… answers. */
  search(question: NameQuestion): Promise<Timed> {
    return this.#ask({ kind: 'search', question });
  }

  versions(snapshot: string, where: string): Promise<Timed> {
    return this.#ask({ kind: 'versions', snapshot, path: where });
  }

  /** Of the whole process so far. */
  peakMebibytes(): number {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'latin1');
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)![1]) / 1024;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.disconnect();
    await ended;
  }

  async #ask(message: ToBox): Promise<Timed> {
    const done = once(this.#process, 'message');
    this.#process.send(message);
    const [answer] = (await done) as [Extract<FromBox, { kind: 'done' }>];
    return answer;
  }

  async #send(route: string, body: unknown): Promise<Response> {
    const headers = { 'Content-Type': 'application/json', Cookie: this.#cookie };
    const answer = await fetch(this.#url + route, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`POST ${route} was answered ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}
