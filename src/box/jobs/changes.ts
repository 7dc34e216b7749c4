/** Changed jobs, and whoever follows them: each follower gets the newest of each job, never a queue of old ones. */
import type { Job } from './job.ts';

interface Follower {
  readonly news: Map<string, Job>;
  wake: () => void;
}

export class Changes {
  readonly #followers = new Set<Follower>();

  tell(job: Job): void {
    for (const { news, wake } of this.#followers) {
      news.delete(job.id); // so that it comes last again: followers get changes in the order of their last change
      news.set(job.id, job);
      wake();
    }
  }

  /** Follows from this call on, not from the first reading, until `signal` fires or the reader stops. */
  watch(signal: AbortSignal): AsyncIterableIterator<Job> {
    const follower: Follower = { news: new Map(), wake: () => {} };
    if (!signal.aborted) this.#followers.add(follower);
    const end = () => {
      this.#followers.delete(follower);
      signal.removeEventListener('abort', end);
      follower.wake();
    };
    signal.addEventListener('abort', end);
    return {
      next: async () => {
        while (this.#followers.has(follower) && follower.news.size === 0) {
          await new Promise<void>((resolve) => {
            follower.wake = resolve;
          });
        }
        const [job] = follower.news.values();
        if (job === undefined || !this.#followers.has(follower)) return { done: true, value: undefined };
        follower.news.delete(job.id);
        return { done: false, value: job };
      },
      return: async () => {
        end();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
