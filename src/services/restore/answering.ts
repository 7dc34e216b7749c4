/** The answering thread as seen from the box: questions go in, each gets its answer. The thread starts with the first question. */
import { Worker } from 'node:worker_threads';
import { Fault } from '../../base/index.ts';
import type { Answer, AnsweringOrder, Asked } from './name-messages.ts';

type Question = Asked extends infer Each ? (Each extends Asked ? Omit<Each, 'id'> : never) : never;
/** Some thousands of candidates for an answer, one answer at a time. */
const HEAP = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 };

type Waiting = PromiseWithResolvers<Answer>;

export class Answering {
  readonly #order: AnsweringOrder;
  readonly #log: (line: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #asked = 0;

  constructor(order: AnsweringOrder, log: (line: string) => void) {
    this.#order = order;
    this.#log = log;
  }

  /** Throws the Fault that the question met, and the reason of `signal`: the thread still answers, but nobody listens. */
  async ask(question: Question, signal: AbortSignal): Promise<Exclude<Answer, { kind: 'failed' }>> {
    signal.throwIfAborted();
    const id = ++this.#asked;
    const waiting = Promise.withResolvers<Answer>();
    const leave = () => waiting.reject(signal.reason);
    signal.addEventListener('abort', leave);
    this.#waiting.set(id, waiting);
    try {
      this.#started().postMessage({ ...question, id } as Asked);
      const answer = await waiting.promise;
      if (answer.kind === 'failed') throw new Fault(answer.code, answer.detail);
      return answer;
    } finally {
      signal.removeEventListener('abort', leave);
      this.#waiting.delete(id);
    }
  }

  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  #started(): Worker {
    if (this.#thread) return this.#thread;
    const thread = new Worker(new URL('./answer-thread.ts', import.meta.url), {
      workerData: this.#order,
      name: 'answers',
      resourceLimits: HEAP,
    });
    thread.on('message', (answer: Answer) => this.#waiting.get(answer.id)?.resolve(answer));
    thread.on('error', (error: Error) => this.#log(`the thread that answers questions failed: ${error.stack ?? error.message}`));
    thread.on('exit', () => {
      this.#thread = undefined;
      for (const waiting of this.#waiting.values())
        waiting.reject(new Fault('internal', 'The search ended without an answer; the log of the box says more.'));
    });
    this.#thread = thread;
    return thread;
  }
}
