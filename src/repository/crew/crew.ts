/**
 * A crew: threads that do the heavy work of one operation on a repository.
 *
 * Owns: starting, feeding, stopping and ending threads. Does not own: what a task means (worker.ts).
 * Invariant: a task's promise settles, also when a thread dies; disposing ends every thread.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Fault } from '../../base/index.ts';
import type { PackContents } from '../index/files.ts';
import type { Repository } from '../repository.ts';
import { type Answer, type CrewSetup, fromPortable, type Order } from './messages.ts';
import type { Input, Output, TaskKind } from './tasks.ts';

interface Member {
  readonly setup: CrewSetup;
  /** Started with its first order: work that turns out to be little costs no threads. */
  thread: Worker | undefined;
  /** Orders that were sent and not answered. */
  outstanding: number;
}

interface Waiting {
  readonly member: Member;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface CrewOptions {
  /** Threads; as many as cores, at most 8, unless given. */
  readonly size?: number | undefined;
  /** Hears of every pack that a member stored durably. */
  readonly onPack?: ((pack: PackContents) => void) | undefined;
  /** Nothing is stored. */
  readonly dryRun?: boolean | undefined;
  /** Where blobs are read, when that is another repository. */
  readonly from?: Repository | undefined;
}

/** A member always has its next order at hand, so it never waits for this thread. */
const ORDERS_AHEAD = 2;
const MOST_MEMBERS = 8;
/**
 * V8 collects young buffers when they outgrow this generation. A small one keeps using the same warm memory again
 * (measured: a third of the system time, 60 MiB less, of a first backup).
 */
const RESOURCES = { maxYoungGenerationSizeMb: 8 };

export class Crew implements AsyncDisposable {
  readonly #members: Member[] = [];
  readonly #waiting = new Map<number, Waiting>();
  readonly #board: SharedArrayBuffer;
  readonly #stop: Int32Array;
  readonly #counters: Float64Array;
  readonly #onPack: ((pack: PackContents) => void) | undefined;
  #free = Promise.withResolvers<void>();
  #nextId = 0;
  #dead: { reason: unknown } | undefined;

  private constructor(size: number, onPack: CrewOptions['onPack']) {
    this.#board = new SharedArrayBuffer(8 + size * 8);
    this.#stop = new Int32Array(this.#board, 0, 1);
    this.#counters = new Float64Array(this.#board, 8, size);
    this.#onPack = onPack;
  }

  static async start(repository: Repository, options: CrewOptions = {}): Promise<Crew> {
    const size = Math.max(1, options.size ?? Math.min(MOST_MEMBERS, availableParallelism()));
    const { table } = await repository.index();
    const crew = new Crew(size, options.onPack);
    const from = options.from && { location: options.from.store.location, master: options.from.master };
    const { version, polynomial, master, store } = repository;
    const shared = { location: store.location, dryRun: options.dryRun ?? false, master, version, polynomial, from, table: table.shared };
    for (let member = 0; member < size; member++) {
      const setup = { ...shared, board: crew.#board, member };
      crew.#members.push({ setup, thread: undefined, outstanding: 0 });
    }
    return crew;
  }

  get size(): number {
    return this.#members.length;
  }

  /** Bytes that all members have worked on so far, also within tasks that are not done. */
  get bytes(): number {
    return this.#counters.reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Whether some member would begin a new order soon. */
  get hasRoom(): boolean {
    return this.#members.some(({ outstanding }) => outstanding < ORDERS_AHEAD);
  }

  /** Resolves when a member has room for an order. */
  async room(): Promise<void> {
    while (!this.hasRoom && !this.#dead) await this.#free.promise;
  }

  /** Gives the order to the member with the least to do. Rejects with the member's Fault. */
  run<K extends TaskKind>(kind: K, input: Input<K>): Promise<Output<K>> {
    const member = this.#members.reduce((least, other) => (other.outstanding < least.outstanding ? other : least));
    return this.#send(member, kind, input);
  }

  /** Gives the order to every member that has had one before, and waits for all, also when some fail. Rejects with the first one's Fault. */
  async runAll<K extends TaskKind>(kind: K, input: Input<K>): Promise<void> {
    const atWork = this.#members.filter(({ thread }) => thread !== undefined);
    const outcomes = await Promise.allSettled(atWork.map((member) => this.#send(member, kind, input)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  /** Asks all members to leave what they are doing at the next chunk; their orders reject. */
  stop(): void {
    Atomics.store(this.#stop, 0, 1);
  }

  /** Stops when the signal fires, until disposed. */
  stopWith(signal: AbortSignal): Disposable {
    const stop = () => this.stop();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    return { [Symbol.dispose]: () => signal.removeEventListener('abort', stop) };
  }

  /** Ends the threads. What they have stored durably stays. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.stop();
    this.#die(new Fault('cancelled', 'The work was ended.'));
    await Promise.all(this.#members.map(({ thread }) => thread?.terminate()));
  }

  #hire(setup: CrewSetup): Worker {
    const thread = new Worker(new URL('./worker.ts', import.meta.url), { workerData: setup, resourceLimits: RESOURCES });
    thread.on('message', (answer: Answer) => this.#hear(answer));
    thread.on('error', (error) => this.#die(error));
    thread.on('messageerror', (error) => this.#die(error));
    thread.on('exit', () => this.#die(new Error('a thread of the crew ended by itself')));
    return thread;
  }

  #send<K extends TaskKind>(member: Member, kind: K, input: Input<K>): Promise<Output<K>> {
    if (this.#dead) return Promise.reject(this.#dead.reason);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const order: Order = { id: this.#nextId++, kind, input };
    this.#waiting.set(order.id, { member, resolve, reject });
    member.outstanding++;
    member.thread ??= this.#hire(member.setup);
    member.thread.postMessage(order);
    promise.catch(() => {}); // an operation that failed already may not look at it any more
    return promise as Promise<Output<K>>;
  }

  #hear(answer: Answer): void {
    if (answer.kind === 'pack') {
      this.#onPack?.(answer.pack);
      return;
    }
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) return; // the crew died meanwhile, and said so
    this.#waiting.delete(answer.id);
    waiting.member.outstanding--;
    if (answer.kind === 'done') waiting.resolve(answer.output);
    else waiting.reject(fromPortable(answer.error));
    this.#signalRoom();
  }

  #die(reason: unknown): void {
    this.#dead ??= { reason };
    for (const { reject } of this.#waiting.values()) reject(this.#dead.reason);
    this.#waiting.clear();
    this.#signalRoom();
  }

  #signalRoom(): void {
    this.#free.resolve();
    this.#free = Promise.withResolvers<void>();
  }
}
