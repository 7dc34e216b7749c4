/** A value that changes, and whoever wants to follow it: each follower gets the newest value, never a queue of old ones. */

export interface Version<T> {
  /** Grows by one with every change. */
  readonly version: number;
  readonly value: T;
}

export class Versioned<T> {
  #version = 1;
  #value: T;
  #changed = Promise.withResolvers<void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  change(value: T): void {
    this.#value = value;
    this.#version++;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }

  /** Changes the value without waking followers; they see it with the next change. */
  changeQuietly(value: T): void {
    this.#value = value;
  }

  /** The value now, then after every change, until `signal` fires. */
  async *watch(signal: AbortSignal): AsyncGenerator<Version<T>> {
    let seen = 0;
    while (!signal.aborted) {
      if (seen === this.#version) await either(this.#changed.promise, signal);
      if (signal.aborted || seen === this.#version) continue;
      seen = this.#version;
      yield { version: seen, value: this.#value };
    }
  }
}

/** Resolves on the change or the abort. Leaves no listener behind, so that watching for days costs nothing. */
function either(change: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done);
    void change.then(done);
  });
}
