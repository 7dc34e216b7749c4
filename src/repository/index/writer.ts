/**
 * Collects the packs that were stored and writes index files for them.
 *
 * Invariant: a pack enters an index file only when it is durable (design: packs before index, index before snapshot).
 */
import type { Sealer } from '../crypto/seal.ts';
import type { Store } from '../stores/store.ts';
import { BLOBS_PER_INDEX, type PackContents, saveIndex } from './files.ts';

/**
 * A killed run loses what was stored since the last index file: the next one stores it again. So the first index files follow each
 * other quickly, and there are few of them all the same.
 */
const FIRST_AGE_MS = 15_000;
const MOST_AGE_MS = 10 * 60_000;

export class IndexWriter {
  readonly #to: { store: Store; sealer: Sealer; version: number };
  #packs: PackContents[] = [];
  #blobs = 0;
  #since = Date.now();
  #maxAgeMs = FIRST_AGE_MS;
  #saving: Promise<void> = Promise.resolve();
  readonly #unlisted = new Set<string>();

  constructor(to: { store: Store; sealer: Sealer; version: number }) {
    this.#to = to;
  }

  /** Takes note of a durable pack; writes an index file when enough have come together. */
  add(pack: PackContents): void {
    if (this.#packs.length === 0) this.#since = Date.now();
    this.#packs.push(pack);
    this.#unlisted.add(pack.id);
    this.#blobs += pack.blobs.length;
    if (this.#blobs >= BLOBS_PER_INDEX || Date.now() - this.#since >= this.#maxAgeMs) this.#save();
  }

  /** Packs that no durable index file names yet. */
  get unlisted(): ReadonlySet<string> {
    return this.#unlisted;
  }

  /** Writes what is left and waits until every index file is durable. */
  async finish(): Promise<void> {
    if (this.#packs.length > 0) this.#save();
    await this.#saving;
  }

  #save(): void {
    const packs = this.#packs;
    this.#packs = [];
    this.#blobs = 0;
    this.#maxAgeMs = Math.min(MOST_AGE_MS, 2 * this.#maxAgeMs);
    this.#saving = this.#saving.then(async () => {
      await saveIndex(this.#to, packs);
      for (const { id } of packs) this.#unlisted.delete(id);
    });
    this.#saving.catch(() => {}); // heard by finish()
  }
}
