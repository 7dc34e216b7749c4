/**
 * All snapshots of a repository, read once each: a snapshot never changes under its id, so only the list of ids is asked for anew.
 *
 * Owns: what was read before. A file that is damaged later is found by check, which reads anew. Memory: every snapshot.
 */
import { isFault } from '../base/index.ts';
import type { Repository } from './repository.ts';
import { byTime, loadSnapshot, type Snapshot } from './snapshots.ts';
import { isFileId, listThere } from './stores/store.ts';

export interface DamagedSnapshot {
  readonly id: string;
  /** A sentence for people. */
  readonly message: string;
}

export interface ListedSnapshots {
  /** Oldest first. */
  readonly snapshots: readonly Snapshot[];
  /** Those that cannot be read; they are tried again each time. */
  readonly damaged: readonly DamagedSnapshot[];
}

const lists = new WeakMap<Repository, SnapshotList>();

/** The list of an open repository; all who ask share what was read. */
export function snapshotListOf(repository: Repository): SnapshotList {
  return lists.getOrInsertComputed(repository, () => new SnapshotList(repository));
}

class SnapshotList {
  readonly #repository: Repository;
  #known = new Map<string, Snapshot>();
  /** Asked for since the last list. */
  readonly #found = new Map<string, Snapshot>();
  #sorted: readonly Snapshot[] = [];
  #reading: Promise<ListedSnapshots> | undefined;

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** What is there now. Who asks while another one waits gets an answer of their own afterwards. Throws the store's Faults. */
  async read(): Promise<ListedSnapshots> {
    while (this.#reading) await this.#reading.catch(() => {});
    this.#reading = this.#read();
    try {
      return await this.#reading;
    } finally {
      this.#reading = undefined;
    }
  }

  /** The snapshot of this whole id; undefined when it is not there. Throws 'repository.damaged' and the store's Faults. */
  async find(id: string): Promise<Snapshot | undefined> {
    if (!isFileId(id) || !(await this.#repository.store.stat('snapshots', id))) return undefined;
    const snapshot = this.#known.get(id) ?? this.#found.get(id) ?? (await loadSnapshot(this.#repository, id));
    if (!this.#known.has(id)) this.#found.set(id, snapshot);
    return snapshot;
  }

  async #read(): Promise<ListedSnapshots> {
    const known = new Map<string, Snapshot>();
    const damaged: DamagedSnapshot[] = [];
    for await (const { name: id } of listThere(this.#repository.store, 'snapshots')) {
      try {
        known.set(id, this.#known.get(id) ?? this.#found.get(id) ?? (await loadSnapshot(this.#repository, id)));
      } catch (error) {
        if (!isFault(error, 'repository.damaged')) throw error;
        damaged.push({ id, message: error.message });
      }
    }
    const isSame = known.size === this.#known.size && [...known.keys()].every((id) => this.#known.has(id));
    this.#known = known;
    this.#found.clear();
    if (!isSame) this.#sorted = [...known.values()].sort(byTime);
    return { snapshots: this.#sorted, damaged };
  }
}
