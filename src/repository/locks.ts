/**
 * Locks: how programs that share a repository (ours and restic) keep out of each other's way.
 *
 * Readers and writers of new data share; whoever deletes is alone. A lock is a file that its owner renews; one that
 * is not renewed for half an hour, or whose process on this machine is gone, does not count.
 * Source: restic's design document, "Locks", and restic's behaviour.
 */
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault, isFault } from '../base/index.ts';
import type { Sealer } from './crypto/seal.ts';
import { thisOwner } from './owner.ts';
import { type Store, writeFile } from './stores/store.ts';
import { loadUnpacked, sealUnpacked } from './unpacked.ts';

export interface Locked {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly version: number;
}

interface LockFile {
  readonly time: string;
  readonly exclusive: boolean;
  readonly hostname: string;
  readonly username: string;
  readonly pid: number;
}

const SETTLE_MS = 200;
const REFRESH_MS = 5 * 60_000;
const STALE_MS = 30 * 60_000;
/** Past this without a renewal another program may soon think the lock stale: stop before that. */
const LOST_MS = 22 * 60_000;
const UNREADABLE_TRIES = 3;
/** Uptimes are rounded, and clocks are set. */
const START_MARGIN_MS = 2_000;

/** Locks that this process is done with and could not remove, as the disk was away: it must not wait for itself to end. */
const abandoned = new Set<string>();

export interface LockOptions {
  readonly exclusive: boolean;
  readonly refreshMs?: number | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: (() => number) | undefined;
}

/** A lock held. `signal` fires with Fault 'repository.lock.lost' when it could not be renewed in time; disposing removes it. */
export class Lock implements AsyncDisposable {
  readonly #repository: Locked;
  readonly #exclusive: boolean;
  readonly #clock: () => number;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  /** The newest last; more than one only while an older one could not be removed. */
  #files: string[];
  /** The time in the newest file: what others go by. */
  #renewedAt: number;
  #renewing: Promise<void> = Promise.resolve();

  private constructor(
    repository: Locked,
    { exclusive, clock, refreshMs }: Required<LockOptions>,
    { file, now }: { file: string; now: number },
  ) {
    this.#repository = repository;
    this.#exclusive = exclusive;
    this.#clock = clock ?? Date.now;
    this.#files = [file];
    this.#renewedAt = now;
    this.#timer = setInterval(() => {
      this.#renewing = this.#renewing.then(() => this.#renew());
    }, refreshMs);
    this.#timer.unref();
  }

  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /** Throws Fault 'repository.locked' when another program holds a lock that conflicts. */
  static async take(repository: Locked, options: LockOptions): Promise<Lock> {
    const { exclusive, clock = Date.now, refreshMs = REFRESH_MS } = options;
    const now = clock();
    await refuseConflict(repository, { exclusive, now });
    const file = await writeLock(repository, { exclusive, now });
    try {
      // Two programs may have looked at the same moment; after a pause each sees the other's file.
      await sleep(SETTLE_MS);
      const stale = await refuseConflict(repository, { exclusive, now: clock(), own: file });
      // What a killed program left would keep other programs out, which do not take it for stale by themselves.
      for (const left of stale) await removeLock(repository, left);
    } catch (error) {
      await removeLock(repository, file);
      throw error;
    }
    return new Lock(repository, { exclusive, clock, refreshMs }, { file, now });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewing;
    for (const file of this.#files) await removeLock(this.#repository, file);
  }

  async #renew(): Promise<void> {
    // A machine that slept so long held a lock that others took for stale: renewing it now would come too late.
    const now = this.#clock();
    if (now - this.#renewedAt > STALE_MS) return this.#lose();
    try {
      const file = await writeLock(this.#repository, { exclusive: this.#exclusive, now });
      this.#renewedAt = now;
      const older = this.#files;
      this.#files = [...older, file];
      for (const old of older) await this.#repository.store.remove('locks', old);
      this.#files = [file];
    } catch (error) {
      // A store that is away for a moment is no reason to stop: the next renewal may work. Past LOST_MS it is.
      if (this.#clock() - this.#renewedAt >= LOST_MS) this.#lose(error);
    }
  }

  #lose(cause?: unknown): void {
    const message = 'The lock on the repository could not be renewed, so another program may change it; the work was stopped.';
    this.#lost.abort(new Fault('repository.lock.lost', message, { cause, retryable: true }));
  }
}

/** Removes locks that do not count any more, or all; how many. An unreadable one goes only with all: it may be half written. */
export async function removeLocks(repository: Locked, { all }: { all: boolean }): Promise<number> {
  let removed = 0;
  for await (const { name, sizeBytes } of repository.store.list('locks')) {
    if (!all && (sizeBytes === 0 || !(await isLeft(repository, name)))) continue;
    await repository.store.remove('locks', name);
    removed++;
  }
  return removed;
}

async function isLeft(repository: Locked, name: string): Promise<boolean> {
  try {
    const lock = await readLock(repository, name);
    return lock !== undefined && (abandoned.has(name) || isStale(lock, Date.now()));
  } catch (error) {
    if (!isFault(error, 'repository.locked')) throw error;
    return false;
  }
}

/** One that stays behind goes stale by itself, for this process at once; what happened under the lock is the news. */
async function removeLock(repository: Locked, file: string): Promise<void> {
  try {
    await repository.store.remove('locks', file);
    abandoned.delete(file);
  } catch {
    abandoned.add(file);
  }
}

async function writeLock(repository: Locked, { exclusive, now }: { exclusive: boolean; now: number }): Promise<string> {
  const { username, uid, gid } = thisOwner();
  const lock = { time: new Date(now).toISOString(), exclusive, hostname: os.hostname(), username, pid: process.pid, uid, gid };
  const { id, sealed } = sealUnpacked(repository, JSON.stringify(lock));
  try {
    await writeFile(repository.store, 'locks', id, sealed);
  } catch (error) {
    await removeLock(repository, id); // it may have its name already, and keep everybody out
    throw error;
  }
  return id;
}

/** The stale locks, which do not count. Throws Fault 'repository.locked' when one that counts conflicts. */
async function refuseConflict(
  repository: Locked,
  { exclusive, now, own }: { exclusive: boolean; now: number; own?: string },
): Promise<string[]> {
  const stale: string[] = [];
  for await (const { name, sizeBytes } of repository.store.list('locks')) {
    if (name === own || sizeBytes === 0) continue;
    const lock = await readLock(repository, name);
    if (!lock) continue;
    const isOver = abandoned.has(name) || isStale(lock, now);
    if (isOver) stale.push(name);
    if (isOver || !(exclusive || lock.exclusive)) continue;
    const who = `${lock.username}@${lock.hostname}, process ${lock.pid}, since ${lock.time}`;
    const kind = lock.exclusive ? 'exclusively ' : '';
    throw new Fault(
      'repository.locked',
      `The repository in ${repository.store.location} is ${kind}in use by another program (${who}). Wait for it to finish, then try again.`,
      {
        retryable: true,
      },
    );
  }
  return stale;
}

/** Undefined when the lock went away meanwhile. One that cannot be read counts as a conflict: it may be half written. */
async function readLock(repository: Locked, name: string): Promise<LockFile | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await loadUnpacked(repository, 'locks', name)) as LockFile;
    } catch (error) {
      if (isFault(error, 'store.file.missing')) return undefined;
      if (!isFault(error, 'repository.damaged')) throw error;
      if (attempt === UNREADABLE_TRIES) {
        const message = `The lock file locks/${name} cannot be read, so it must be taken as held by another program.`;
        throw new Fault('repository.locked', `${message} If none is at work, remove that file.`, { cause: error });
      }
      await sleep(SETTLE_MS);
    }
  }
}

function isStale(lock: LockFile, now: number): boolean {
  if (now - Date.parse(lock.time) > STALE_MS) return true;
  return lock.hostname === os.hostname() && (!isRunning(lock.pid) || isOlderThanItsOwner(lock));
}

/** After a power cut, or in a container, another process may have the number: one that started later than the lock. */
function isOlderThanItsOwner({ pid, time }: LockFile): boolean {
  const upMs = (pid === process.pid ? process.uptime() : os.uptime()) * 1000;
  return Date.parse(time) < Date.now() - upMs - START_MARGIN_MS;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
