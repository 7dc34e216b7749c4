/** Runs work under a lock, and decides what a store that cannot hold locks means for it. */
import { Fault, isFault } from '../base/index.ts';
import { Lock } from './locks.ts';
import type { Repository } from './repository.ts';

export interface LockNeed {
  /** `read` and `check` only read (a check alone, as restic's): they do without a lock where the store cannot be written. */
  readonly mode: 'read' | 'check' | 'write' | 'exclusive';
  readonly noLock?: boolean | undefined;
  readonly signal: AbortSignal;
  /** What to tell whoever cancelled: what is and what is not. */
  readonly ifCancelled?: string | undefined;
}

/**
 * `work` gets a signal that also fires when the lock is lost. Once that signal fired, whatever the work throws is told as its
 * reason: the Fault that it carries, or else Fault 'cancelled'.
 */
export async function withLock<T>(repository: Repository, need: LockNeed, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (need.signal.aborted) throw reasonOf(need.signal, need);
  await using lock = need.noLock ? undefined : await take(repository, need.mode);
  const signal = lock ? AbortSignal.any([need.signal, lock.signal]) : need.signal;
  try {
    return await work(signal);
  } catch (error) {
    throw signal.aborted ? reasonOf(signal, need) : error;
  }
}

/**
 * The same for work on the whole index. It begins without one, as another program may have written since, and nobody goes on with the
 * one that it leaves: that may claim blobs which were never stored, or lack what could not be read.
 */
export async function withFreshIndex<T>(repository: Repository, need: LockNeed, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return await withLock(repository, need, async (signal) => {
    repository.forgetIndex();
    try {
      return await work(signal);
    } finally {
      repository.forgetIndex();
    }
  });
}

/** As `withLock`, for work that answers bit by bit: the lock is held until the last answer is taken, or the caller stops asking. */
export async function* iterateLocked<T>(
  repository: Repository,
  need: LockNeed,
  work: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T> {
  if (need.signal.aborted) throw reasonOf(need.signal, need);
  await using lock = need.noLock ? undefined : await take(repository, need.mode);
  const signal = lock ? AbortSignal.any([need.signal, lock.signal]) : need.signal;
  try {
    yield* work(signal);
  } catch (error) {
    throw signal.aborted ? reasonOf(signal, need) : error;
  }
}

function reasonOf({ reason }: AbortSignal, { ifCancelled = 'The work was cancelled.' }: LockNeed): Fault {
  return reason instanceof Fault ? reason : new Fault('cancelled', ifCancelled, { cause: reason });
}

async function take(repository: Repository, mode: LockNeed['mode']): Promise<Lock | undefined> {
  try {
    return await Lock.take(repository, { exclusive: mode === 'exclusive' || mode === 'check' });
  } catch (error) {
    // Nobody can prune where nothing can be written, and a rescue must not fail for want of a lock file.
    if ((mode === 'read' || mode === 'check') && isFault(error, 'store.readonly', 'store.full')) return undefined;
    throw error;
  }
}
