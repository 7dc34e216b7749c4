/** What a member of a crew has at hand: its own store and ciphers, the shared table, and the crew's board. */

import { Fault } from '../../base/index.ts';
import { Chunker } from '../../kernels/index.ts';
import { isSameKey, Sealer } from '../crypto/seal.ts';
import type { PackContents } from '../index/files.ts';
import { BlobTable, type BlobType } from '../index/table.ts';
import { OpenPacks } from '../packs/open-packs.ts';
import { PackWriter } from '../packs/writer.ts';
import { discardingStore } from '../stores/discarding.ts';
import { openStore } from '../stores/open.ts';
import type { Store } from '../stores/store.ts';
import type { CrewSetup } from './messages.ts';

/** Where blobs are read. */
export interface Origin {
  readonly store: Store;
  readonly sealer: Sealer;
  /** Whether what is sealed there can be opened with this repository's key. */
  readonly isSameKey: boolean;
}

export class Member {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly table: BlobTable;
  readonly version: number;
  /** This repository itself, unless the crew copies from another one. */
  readonly from: Origin;
  readonly #setup: CrewSetup;
  readonly #onPack: (pack: PackContents) => void;
  readonly #stop: Int32Array;
  readonly #counter: Float64Array;
  #chunker: Chunker | undefined;
  readonly #packers: Partial<Record<BlobType, OpenPacks | PackWriter>> = {};

  constructor(setup: CrewSetup, onPack: (pack: PackContents) => void) {
    this.#setup = setup;
    this.#onPack = onPack;
    this.version = setup.version;
    const store = openStore(setup.location);
    this.store = setup.dryRun ? discardingStore(store) : store;
    this.sealer = new Sealer(setup.master);
    this.from = originOf(setup) ?? { store: this.store, sealer: this.sealer, isSameKey: true };
    this.table = BlobTable.attach(setup.table);
    this.#stop = new Int32Array(setup.board, 0, 1);
    this.#counter = new Float64Array(setup.board, 8 + setup.member * 8, 1);
  }

  get chunker(): Chunker {
    this.#chunker ??= Chunker.create(this.#setup.polynomial);
    return this.#chunker;
  }

  /** This member's own open packs: data and trees never share one. Trees stay in the order of the walk, which reading relies on. */
  packer(type: BlobType): OpenPacks | PackWriter {
    const options = { store: this.store, sealer: this.sealer, type, onPack: this.#onPack };
    this.#packers[type] ??= type === 'data' ? new OpenPacks(options) : new PackWriter(options);
    return this.#packers[type];
  }

  /** Tells of a pack that was stored durably in another way than through `packer`. */
  stored(pack: PackContents): void {
    this.#onPack(pack);
  }

  /** Each is finished, also when the other fails. */
  async finishPacks(): Promise<void> {
    const outcomes = await Promise.allSettled(Object.values(this.#packers).map((packer) => packer.finish()));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  /** Adds to what the crew's `bytes` shows. */
  worked(bytes: number): void {
    this.#counter[0]! += bytes;
  }

  /** Called between chunks: throws Fault 'cancelled' once the crew is told to stop. */
  throwIfStopped(): void {
    if (Atomics.load(this.#stop, 0) !== 0) throw new Fault('cancelled', 'The work was cancelled.');
  }
}

function originOf({ from, master }: CrewSetup): Origin | undefined {
  return from && { store: openStore(from.location), sealer: new Sealer(from.master), isSameKey: isSameKey(from.master, master) };
}
