/**
 * Where every blob lies: a hash table in shared memory, read and extended by all threads at once without locks.
 *
 * Owns: blob id → pack, offset, lengths. Does not own: the names of packs (a number stands for them) or the index files.
 * One entry is 13 words of 32 bits: id (8), pack and type, offset, stored length, plain length, next entry of its bucket.
 * Entries are only ever added, at the front of their bucket's chain (a compare-and-swap), so a reader never sees a half one.
 * Addresses are reserved for many entries and memory is taken as they come. (Reserving memory itself would count as used when
 * this process forks: with three tables it could start no program any more.)
 */
import os from 'node:os';
import { Fault } from '../../base/index.ts';
import { SEAL_OVERHEAD } from '../crypto/seal.ts';

export type BlobType = 'data' | 'tree';

/** Where a blob lies. `plainLength` is 0 for blobs that are stored uncompressed. */
export interface BlobPlace {
  readonly pack: number;
  readonly offset: number;
  readonly length: number;
  readonly plainLength: number;
}

/** A blob with the place that its slot stands for. */
export interface TableEntry {
  readonly id: string;
  readonly type: BlobType;
  /** As stored, sealed and perhaps compressed. */
  readonly storedLength: number;
  readonly plainLength: number;
  readonly isCompressed: boolean;
}

/** What a thread needs to share a table. */
export interface SharedTable {
  readonly words: SharedArrayBuffer;
  readonly heads: SharedArrayBuffer;
}

const WORDS = 13;
const PACK_WORD = 8;
const NEXT_WORD = 12;
const TREE_BIT = 0x80000000;
/** Stands for the pack of a blob that somebody is about to store. */
const PENDING_PACK = 0x7fffffff;
/** The first entry's place holds the count of entries. */
const FIRST = 1;
const FEWEST_BUCKETS = 1 << 18;
const MOST_BUCKETS = 1 << 24;
const ENTRY_BYTES = WORDS * 4;
/** 160 million blobs, some 200 TiB. */
const MOST_RESERVED_BYTES = 8 * 2 ** 30;
/** Memory is taken this much at a time. */
const GROWTH_BYTES = 1 << 20;

export class BlobTable {
  readonly shared: SharedTable;
  /** What this thread has seen of the words so far. Of fixed length: views that grow by themselves are ten times slower. */
  #words: Uint32Array;
  readonly #count: Int32Array;
  readonly #heads: Int32Array;

  private constructor(shared: SharedTable) {
    this.shared = shared;
    this.#words = viewOf(shared);
    this.#count = new Int32Array(shared.words, 0, 1);
    this.#heads = new Int32Array(shared.heads);
  }

  /** Room for `expected` entries and many more, unless the room for more is given. */
  static create(expected: number, more = Math.floor(Math.min(os.totalmem() / 2, MOST_RESERVED_BYTES) / ENTRY_BYTES)): BlobTable {
    const buckets = Math.min(MOST_BUCKETS, Math.max(FEWEST_BUCKETS, 2 ** Math.ceil(Math.log2(Math.max(1, expected * 1.5)))));
    const maxByteLength = (FIRST + expected + more) * ENTRY_BYTES;
    const words = new SharedArrayBuffer((FIRST + expected) * ENTRY_BYTES, { maxByteLength });
    return new BlobTable({ words, heads: new SharedArrayBuffer(buckets * 4) });
  }

  static attach(shared: SharedTable): BlobTable {
    return new BlobTable(shared);
  }

  /** Number of entries; a blob that lies in two packs counts twice. */
  get size(): number {
    return Atomics.load(this.#count, 0);
  }

  /** Adds a place of a blob. Several places of one blob are kept: another may be whole when one is damaged. */
  add(id: Uint8Array, type: BlobType, place: BlobPlace): void {
    const entry = this.#newEntry(id, type, place);
    const bucket = this.#bucketOf(id);
    for (;;) {
      const head = Atomics.load(this.#heads, bucket);
      this.#words[entry * WORDS + NEXT_WORD] = head;
      if (Atomics.compareExchange(this.#heads, bucket, head, entry) === head) return;
    }
  }

  /** True for exactly one caller among all threads: the one who is to store the blob, which nobody has. */
  claim(id: Uint8Array, type: BlobType): boolean {
    const bucket = this.#bucketOf(id);
    let head = Atomics.load(this.#heads, bucket);
    if (this.#search(head, id, type)) return false;
    const entry = this.#newEntry(id, type, { pack: PENDING_PACK, offset: 0, length: 0, plainLength: 0 });
    for (;;) {
      this.#words[entry * WORDS + NEXT_WORD] = head;
      const seen = Atomics.compareExchange(this.#heads, bucket, head, entry);
      if (seen === head) return true;
      // Another thread was faster in this bucket; perhaps with the same blob. Our entry is then left unused.
      head = seen;
      if (this.#search(head, id, type)) return false;
    }
  }

  /** Whether a blob is stored or about to be. */
  has(id: Uint8Array, type: BlobType): boolean {
    return this.#search(Atomics.load(this.#heads, this.#bucketOf(id)), id, type) !== 0;
  }

  /** Takes a blob out, all of its places: it turned out to be lost, so the next one who claims it stores it anew. */
  discard(id: Uint8Array, type: BlobType): void {
    for (let entry = this.slot(id, type); entry !== 0; entry = this.slot(id, type)) {
      // A chain is never cut while others follow it: the entry stays in it under an id that nothing has.
      this.#words[entry * WORDS + 7]! ^= 0xffffffff;
    }
  }

  /** Every place where a blob is stored, newest entry first. */
  places(id: Uint8Array, type: BlobType): BlobPlace[] {
    const found: BlobPlace[] = [];
    let entry = this.#search(Atomics.load(this.#heads, this.#bucketOf(id)), id, type);
    while (entry !== 0) {
      const place = this.#placeOf(entry);
      if (place.pack !== PENDING_PACK) found.push(place);
      entry = this.#search(this.#words[entry * WORDS + NEXT_WORD]!, id, type);
    }
    return found;
  }

  /** Length of the plaintext, or undefined when the blob is not stored. */
  plainLength(id: Uint8Array, type: BlobType): number | undefined {
    const place = this.places(id, type)[0];
    return place && (place.plainLength || place.length - SEAL_OVERHEAD);
  }

  /** A number below `size` + 1 that stands for the blob, for sets of blobs as bits; 0 when it is unknown. */
  slot(id: Uint8Array, type: BlobType): number {
    return this.#search(Atomics.load(this.#heads, this.#bucketOf(id)), id, type);
  }

  /** What `slot` stands for; it must be one that `slot()` gave. */
  entry(slot: number): TableEntry {
    const at = slot * WORDS;
    const words = at + WORDS > this.#words.length ? this.#lookAgain() : this.#words;
    const id = Buffer.allocUnsafe(32);
    for (let word = 0; word < 8; word++) id.writeUInt32LE(words[at + word]!, word * 4);
    const { length, plainLength } = this.#placeOf(slot);
    return {
      id: id.toString('hex'),
      type: words[at + PACK_WORD]! & TREE_BIT ? 'tree' : 'data',
      storedLength: length,
      plainLength: plainLength || length - SEAL_OVERHEAD,
      isCompressed: plainLength !== 0,
    };
  }

  /** Ids are SHA-256, so any of their words is a good hash. */
  #bucketOf(id: Uint8Array): number {
    return wordOf(id, 0) & (this.#heads.length - 1);
  }

  /** The first entry of the chain from `entry` on that holds this blob, or 0. */
  #search(from: number, id: Uint8Array, type: BlobType): number {
    let words = this.#words;
    const first = wordOf(id, 0);
    for (let entry = from; entry !== 0; entry = words[entry * WORDS + NEXT_WORD]!) {
      const at = entry * WORDS;
      if (at + WORDS > words.length) words = this.#lookAgain(); // another thread added it
      if (words[at] !== first || (words[at + PACK_WORD]! & TREE_BIT) >>> 0 !== (type === 'tree' ? TREE_BIT : 0)) continue;
      let same = 1;
      while (same < 8 && words[at + same] === wordOf(id, same)) same++;
      if (same === 8) return entry;
    }
    return 0;
  }

  #newEntry(id: Uint8Array, type: BlobType, place: BlobPlace): number {
    const entry = Atomics.add(this.#count, 0, 1) + FIRST;
    const at = entry * WORDS;
    if (at + WORDS > this.#words.length) this.#makeRoom((entry + 1) * ENTRY_BYTES);
    for (let word = 0; word < 8; word++) this.#words[at + word] = wordOf(id, word);
    this.#words[at + PACK_WORD] = place.pack | (type === 'tree' ? TREE_BIT : 0);
    this.#words[at + 9] = place.offset;
    this.#words[at + 10] = place.length;
    this.#words[at + 11] = place.plainLength;
    return entry;
  }

  /** Several threads may be at it at once: the buffer never gets smaller, so one that comes late fails, and finds the room made. */
  #makeRoom(bytes: number): void {
    const { words } = this.shared;
    try {
      if (words.byteLength < bytes) words.grow(Math.max(bytes, Math.min(words.maxByteLength, bytes + GROWTH_BYTES)));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      if (words.byteLength < bytes)
        throw new Fault('repository.index.full', "The index does not fit in this machine's memory.", { cause: error });
    }
    this.#lookAgain();
  }

  #lookAgain(): Uint32Array {
    this.#words = viewOf(this.shared);
    return this.#words;
  }

  #placeOf(entry: number): BlobPlace {
    const at = entry * WORDS;
    const words = this.#words;
    return { pack: words[at + PACK_WORD]! & ~TREE_BIT, offset: words[at + 9]!, length: words[at + 10]!, plainLength: words[at + 11]! };
  }
}

function viewOf({ words }: SharedTable): Uint32Array {
  return new Uint32Array(words, 0, Math.floor(words.byteLength / 4));
}

function wordOf(id: Uint8Array, word: number): number {
  const at = word * 4;
  return (id[at]! | (id[at + 1]! << 8) | (id[at + 2]! << 16) | (id[at + 3]! << 24)) >>> 0;
}
