/**
 * Where the blobs of one backup go: a crew that reads and packs files, a packer for trees, and the index files that name the packs.
 *
 * Invariant: an index file names a pack only when that one is durable, and read back where that is asked for.
 */
import { Crew } from '../crew/crew.ts';
import type { PackContents } from '../index/files.ts';
import { IndexWriter } from '../index/writer.ts';
import { PackWriter } from '../packs/writer.ts';
import type { Repository } from '../repository.ts';
import { discardingStore } from '../stores/discarding.ts';
import { readBack } from './read-back.ts';

export interface StoringOptions {
  /** Threads that read; as many as cores unless given. */
  readonly workers?: number | undefined;
  /** Everything is done, but nothing is kept. */
  readonly dryRun?: boolean | undefined;
  /** Each new pack is read again before an index names it. */
  readonly readBack?: boolean | undefined;
  /** Where the crew reads blobs, when that is another repository. */
  readonly from?: Repository | undefined;
  /** Hears of every durable pack. */
  readonly onPack: (pack: PackContents) => void;
}

export class Storing implements AsyncDisposable {
  readonly crew: Crew;
  readonly trees: PackWriter;
  readonly #indexes: IndexWriter;
  readonly #proofs: readonly Promise<void>[];

  private constructor(parts: { crew: Crew; trees: PackWriter; indexes: IndexWriter; proofs: readonly Promise<void>[] }) {
    this.crew = parts.crew;
    this.trees = parts.trees;
    this.#indexes = parts.indexes;
    this.#proofs = parts.proofs;
  }

  static async start(repository: Repository, options: StoringOptions): Promise<Storing> {
    const { sealer, version } = repository;
    const store = options.dryRun ? discardingStore(repository.store) : repository.store;
    const indexes = new IndexWriter({ store, sealer, version });
    const list = (pack: PackContents) => {
      options.onPack(pack);
      indexes.add(pack);
    };
    const proofs: Promise<void>[] = [];
    const prove = (pack: PackContents) => {
      const proof = readBack(crew, store, pack).then(() => list(pack));
      proof.catch(() => {}); // heard by finish()
      proofs.push(proof);
    };
    const onPack = options.readBack ? prove : list;
    const { workers, dryRun, from } = options;
    const crew = await Crew.start(repository, { size: workers, dryRun, from, onPack });
    return new Storing({ crew, indexes, proofs, trees: new PackWriter({ store, sealer, type: 'tree', onPack }) });
  }

  /** Everything is durable when this resolves, and listed in the index. */
  async finish(): Promise<void> {
    await this.crew.runAll('finish packs', null);
    await this.trees.finish();
    await Promise.all(this.#proofs);
    await this.#indexes.finish();
  }

  /** After a failure: what is whole is stored and listed all the same, so that the next backup need not read it again. */
  async keepWhatIsWhole(): Promise<void> {
    this.crew.stop();
    // One that fails too must not keep the others; the failure before is the one to tell.
    await this.crew.runAll('finish packs', null).catch(() => {});
    await this.trees.finish().catch(() => {});
    await Promise.allSettled(this.#proofs);
    await this.#indexes.finish().catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.trees[Symbol.asyncDispose]();
    await this.crew[Symbol.asyncDispose]();
  }
}
