/**
 * Blobs that a repair puts into the repository: sealed, packed, and listed in the index once `finish` resolves.
 *
 * Invariant: an index file names a pack only when that one is durable. Packs that a crew stores meanwhile are listed by `onPack`.
 */
import type { PackContents } from '../index/files.ts';
import type { BlobType } from '../index/table.ts';
import { IndexWriter } from '../index/writer.ts';
import { blobId, sealBlob } from '../packs/blob.ts';
import { PackWriter } from '../packs/writer.ts';
import type { Repository } from '../repository.ts';

export class Additions implements AsyncDisposable {
  readonly #repository: Repository;
  readonly #index: IndexWriter;
  readonly #packers: Partial<Record<BlobType, PackWriter>> = {};

  constructor(repository: Repository) {
    this.#repository = repository;
    this.#index = new IndexWriter(repository);
  }

  /** Takes note of a pack that is durable. */
  readonly onPack = (pack: PackContents): void => this.#index.add(pack);

  /** Stores a blob, whether the repository has it or not. */
  async add(type: BlobType, plaintext: Uint8Array): Promise<void> {
    const { store, sealer, version } = this.#repository;
    this.#packers[type] ??= new PackWriter({ store, sealer, type, onPack: this.onPack });
    await this.#packers[type].add(blobId(plaintext), sealBlob(sealer, plaintext, version));
  }

  /** Everything is durable and listed when this resolves. */
  async finish(): Promise<void> {
    for (const packer of Object.values(this.#packers)) await packer.finish();
    await this.#index.finish();
  }

  /** What is not finished is dropped. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const packer of Object.values(this.#packers)) await packer[Symbol.asyncDispose]();
  }
}
