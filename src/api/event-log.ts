/**
 * What happened in the box, for whoever follows it: the newest event of each thing, in order.
 *
 * Owns: ids that only grow, also over restarts; who has missed what. Invariant: a follower that names the last id it saw gets the newest
 * event of everything that changed since, or, when that is no longer known, the whole state anew; never a queue of old ones.
 */

export interface BoxEvent {
  readonly id: number;
  /** What kind: 'status', 'job'. */
  readonly name: string;
  readonly data: unknown;
}

/** A thing of the box as it is now. */
export interface Known {
  readonly name: string;
  /** Names the thing: a later event of the same key takes the place of the earlier one. */
  readonly key: string;
  readonly data: unknown;
}

const KEPT = 500;

export class EventLog {
  /** By key, oldest id first. */
  readonly #events = new Map<string, BoxEvent>();
  readonly #whole: () => Promise<readonly Known[]>;
  /** What happened before this id is not known any more. */
  #horizon: number;
  #last: number;
  #changed = Promise.withResolvers<void>();

  /** `whole` gives everything that a new follower must know. */
  constructor(whole: () => Promise<readonly Known[]>, nowMs = Date.now()) {
    this.#whole = whole;
    // Microseconds of the clock: a later start of the box begins with a later id.
    this.#last = nowMs * 1000;
    this.#horizon = this.#last;
  }

  append({ name, key, data }: Known): void {
    this.#last++;
    this.#events.delete(key);
    this.#events.set(key, { id: this.#last, name, data });
    if (this.#events.size > KEPT) {
      const [oldest, { id }] = this.#events.entries().next().value!;
      this.#events.delete(oldest);
      this.#horizon = id;
    }
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }

  /** Events after `after`, and all that follow, until `signal` fires. */
  async *follow(after: number | undefined, signal: AbortSignal): AsyncGenerator<BoxEvent> {
    let seen = after ?? 0;
    if (seen < this.#horizon || seen > this.#last) {
      seen = this.#last;
      for (const { name, data } of await this.#whole()) yield { id: seen, name, data };
    }
    while (!signal.aborted) {
      const next = this.#after(seen);
      if (next) {
        seen = next.id;
        yield next;
      } else await either(this.#changed.promise, signal);
    }
  }

  #after(seen: number): BoxEvent | undefined {
    if (seen >= this.#last) return undefined;
    for (const event of this.#events.values()) if (event.id > seen) return event;
    return undefined;
  }
}

/** Resolves on the change or the abort. Leaves no listener behind, so that following for days costs nothing. */
function either(change: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
    void change.then(done);
  });
}
