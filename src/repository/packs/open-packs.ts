/**
 * Two open packs at a time; which of them takes a blob is left to chance.
 *
 * Owns: the choice. So neither the order nor the neighbours of a file's chunks can be read off the packs, which keeps who sees
 * the store from matching chunk sizes with known files. What a small backup leaves in both goes into one.
 * Source: restic 0.18, release notes on "Mitigate attack on content-defined chunking algorithm".
 */
import { randomInt } from 'node:crypto';
import type { PackableBlob } from './blob.ts';
import { PackWriter, type PackWriterOptions } from './writer.ts';

const OPEN_PACKS = 2;

export class OpenPacks implements AsyncDisposable {
  readonly #writers: readonly PackWriter[];

  constructor(options: PackWriterOptions) {
    this.#writers = Array.from({ length: OPEN_PACKS }, () => new PackWriter(options));
  }

  async add(id: Buffer, blob: PackableBlob): Promise<void> {
    await this.#writers[randomInt(OPEN_PACKS)]!.add(id, blob);
  }

  /** Stores what is open and waits until all is durable; each is finished, also when another fails. */
  async finish(): Promise<void> {
    // Whichever still lies in memory goes into the other. One that failed says so below.
    for (const [writer, other] of [this.#writers, this.#writers.toReversed()]) await writer!.takeFrom(other!).catch(() => {});
    const outcomes = await Promise.allSettled(this.#writers.map((writer) => writer.finish()));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const writer of this.#writers) await writer[Symbol.asyncDispose]();
  }
}
