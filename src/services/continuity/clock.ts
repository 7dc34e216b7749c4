/** The time of this room, given by whoever wires it, so that a test can bend it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Does `work` again and again; the function it returns ends that. */
  every(milliseconds: number, work: () => void): () => void;
}

export const SYSTEM_CLOCK: Clock = {
  now: Date.now,
  every(milliseconds, work) {
    const timer = setInterval(work, milliseconds);
    timer.unref();
    return () => clearInterval(timer);
  },
};
