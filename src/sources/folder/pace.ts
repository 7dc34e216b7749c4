/** `Pace`: lets the event loop in now and then during long synchronous work, so that timers and a cancel are heard. */
import { setImmediate } from 'node:timers/promises';

const SLICE_MS = 10;

export class Pace {
  #until = 0;

  isRestDue(): boolean {
    return performance.now() >= this.#until;
  }

  /** Throws the abort reason when `signal` has fired. */
  async rest(signal: AbortSignal): Promise<void> {
    await setImmediate();
    signal.throwIfAborted();
    this.#until = performance.now() + SLICE_MS;
  }
}
