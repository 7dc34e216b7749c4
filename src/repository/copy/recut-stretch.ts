/**
 * A crew member's part of cutting a file anew: opens the blobs it was cut into before, cuts their content in this repository's way,
 * stores the chunks that nobody has.
 *
 * Memory: the chunker's window and one blob, whatever the file's size.
 */
import { CHUNK_MAX } from '../../kernels/index.ts';
import { storeChunk } from '../backup/read-files.ts';
import type { Member } from '../crew/member.ts';
import type { BlobToRecut, RecutStretch, StretchRecut } from '../crew/tasks.ts';
import { openBlob } from '../packs/blob.ts';
import { isPackFailure } from '../packs/fetch.ts';
import { release } from '../release.ts';

/** Small enough that a chunk is still in the processor's cache when it is hashed and compressed. */
const STEP_BYTES = 1 << 20;

export async function recutStretch(member: Member, { blobs, skip, isLast }: RecutStretch): Promise<StretchRecut> {
  const cutter = new Cutter(member);
  for (const [number, blob] of blobs.entries()) {
    member.throwIfStopped();
    const plain = await contentOf(member, blob);
    if (!plain) return { kind: 'unreadable', blob: number };
    await cutter.take(number === 0 ? plain.subarray(skip) : plain);
    release(plain);
  }
  if (isLast) await cutter.finish();
  return { kind: 'cut', content: cutter.content, bytes: cutter.bytes };
}

/** Undefined when it can be read nowhere. */
async function contentOf(member: Member, { id, places }: BlobToRecut): Promise<Buffer | undefined> {
  const { store, sealer } = member.from;
  for (const { pack, offset, length, plainLength } of places) {
    try {
      return openBlob(sealer, await store.read('data', pack, { offset, length }), { id, plainLength });
    } catch (error) {
      if (!isPackFailure(error)) throw error;
    }
  }
  return undefined;
}

/** Cuts bytes that come piece by piece. */
class Cutter {
  /** Ids of the chunks stored so far, in hex, joined, and their bytes. */
  content = '';
  bytes = 0;
  readonly #member: Member;
  #start = 0;
  #end = 0;

  constructor(member: Member) {
    this.#member = member;
    member.chunker.begin(0);
  }

  async take(bytes: Uint8Array): Promise<void> {
    const { window } = this.#member.chunker;
    for (let taken = 0; taken < bytes.length; taken += STEP_BYTES) {
      const step = bytes.subarray(taken, taken + STEP_BYTES);
      window.set(step, this.#end);
      this.#end += step.length;
      await this.#cut(false);
    }
  }

  /** Nothing follows: what is left is the last chunk. */
  async finish(): Promise<void> {
    await this.#cut(true);
  }

  async #cut(isEnd: boolean): Promise<void> {
    const { chunker } = this.#member;
    const { window } = chunker;
    for (let length = chunker.cut(this.#end, isEnd); length > 0; length = chunker.cut(this.#end, isEnd)) {
      this.content += await storeChunk(this.#member, window.subarray(this.#start, this.#start + length));
      this.bytes += length;
      this.#start += length;
      if (this.#start + CHUNK_MAX + STEP_BYTES > window.length) {
        window.copyWithin(0, this.#start, this.#end);
        [this.#start, this.#end] = [0, this.#end - this.#start];
      }
      chunker.begin(this.#start);
    }
  }
}
