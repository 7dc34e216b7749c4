/**
 * Fills packs with sealed blobs of one type and stores each when it is full.
 *
 * Owns: the open pack. Invariants: memory holds at most one write buffer and one blob, whatever a pack's size; `onPack` hears
 * of a pack only when it is durable; a pack of which a part could not be written is dropped, and nothing more is taken.
 */
import { createHash, type Hash } from 'node:crypto';
import type { Sealer } from '../crypto/seal.ts';
import type { PackContents, PackedBlob } from '../index/files.ts';
import type { BlobType } from '../index/table.ts';
import type { StagedFile, Store } from '../stores/store.ts';
import type { PackableBlob } from './blob.ts';
import { encodeHeader } from './header.ts';

/** A pack is full when its blobs reach this, so it ends a little above it. */
export const PACK_TARGET_BYTES = 16 << 20;
const WRITE_BYTES = 1 << 20;
/** 41 bytes a blob: a header stays far below the 16 MiB that readers allow. */
const MOST_BLOBS = 100_000;

export interface PackWriterOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly type: BlobType;
  readonly onPack: (pack: PackContents) => void;
}

export class PackWriter implements AsyncDisposable {
  readonly #options: PackWriterOptions;
  #staged: StagedFile | undefined;
  #hash: Hash = createHash('sha256');
  #blobs: PackedBlob[] = [];
  #length = 0;
  readonly #buffer = Buffer.allocUnsafeSlow(WRITE_BYTES);
  #buffered = 0;
  /** The pack before this one may still be on its way to the disk while this one fills. */
  #storing: Promise<void> = Promise.resolve();
  /**
   * Callers need not wait for each other. Once a turn failed, every later one fails with the same: a full disk often takes a
   * small write again, and the pack would end whole in name only.
   */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: PackWriterOptions) {
    this.#options = options;
  }

  /** Appends a blob; waits only when the write buffer is full, or for callers before. */
  async add(id: Buffer, blob: PackableBlob): Promise<void> {
    await this.#inTurn(() => this.#add(id, blob));
  }

  /** Takes over the open pack of another writer while all of it still lies in memory; otherwise both stay as they are. */
  async takeFrom(other: PackWriter): Promise<void> {
    await other.#turn;
    await this.#inTurn(() => this.#takeFrom(other));
  }

  /** Stores what is open and waits until all is durable. */
  async finish(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#blobs.length > 0) await this.#finishPack();
      await this.#storing;
    });
  }

  /** Drops the open pack; its temporary file goes. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turn.catch(() => {}); // the one whose turn it was has heard of it; so below
    await this.#drop();
    await this.#storing.catch(() => {});
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      try {
        await step();
      } catch (error) {
        await this.#drop();
        throw error;
      }
    });
    return this.#turn;
  }

  async #drop(): Promise<void> {
    await this.#staged?.[Symbol.asyncDispose]();
    this.#staged = undefined;
  }

  async #add(id: Buffer, blob: PackableBlob): Promise<void> {
    this.#blobs.push({
      id: id.toString('hex'),
      type: this.#options.type,
      offset: this.#length,
      length: blob.sealed.length,
      ...(blob.plainLength === undefined ? {} : { uncompressed_length: blob.plainLength }),
    });
    await this.#write(blob.sealed);
    if (this.#length >= PACK_TARGET_BYTES || this.#blobs.length >= MOST_BLOBS) await this.#finishPack();
  }

  async #takeFrom(other: PackWriter): Promise<void> {
    if (other.#staged || other.#blobs.length === 0 || this.#blobs.length === 0) return;
    const taken = other.#blobs;
    [other.#blobs, other.#length, other.#buffered] = [[], 0, 0];
    for (const { id, offset, length, uncompressed_length } of taken) {
      const sealed = other.#buffer.subarray(offset, offset + length);
      await this.#add(Buffer.from(id, 'hex'), { sealed, plainLength: uncompressed_length });
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    this.#length += bytes.length;
    if (this.#buffered + bytes.length > WRITE_BYTES) await this.#flush();
    if (bytes.length > WRITE_BYTES) return await this.#append(bytes);
    this.#buffered += bytes.copy(this.#buffer, this.#buffered);
  }

  async #flush(): Promise<void> {
    if (this.#buffered === 0) return;
    const full = this.#buffer.subarray(0, this.#buffered);
    this.#buffered = 0;
    await this.#append(full);
  }

  async #append(bytes: Buffer): Promise<void> {
    this.#staged ??= await this.#options.store.stage('data');
    this.#hash.update(bytes);
    await this.#staged.append(bytes);
  }

  async #finishPack(): Promise<void> {
    const header = this.#options.sealer.seal(encodeHeader(this.#blobs));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(header.length);
    await this.#write(header);
    await this.#write(length);
    await this.#flush();
    // One pack may be syncing while the next fills; a second one waits, so memory and dirty pages stay bounded.
    await this.#storing;
    this.#storing = this.#store(this.#staged!, { id: this.#hash.digest('hex'), blobs: this.#blobs });
    this.#storing.catch(() => {}); // heard by the next await of #storing
    this.#staged = undefined;
    this.#hash = createHash('sha256');
    this.#blobs = [];
    this.#length = 0;
  }

  async #store(staged: StagedFile, pack: PackContents): Promise<void> {
    await using file = staged;
    await file.commit(pack.id);
    this.#options.onPack(pack);
  }
}
