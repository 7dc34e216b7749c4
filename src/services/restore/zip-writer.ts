/**
 * Writes a ZIP of any size as a stream: pulled by its reader, one member at a time.
 *
 * Invariant: it ends only when every member went in with the length that was announced; otherwise it throws.
 * Memory: small members whole, large ones in pieces, and the directory (about 100 bytes a member), which a ZIP has at its end.
 */
import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';

import { crc32, createDeflateRaw, deflateRaw, deflateRawSync } from 'node:zlib';

import { Fault } from '../../base/index.ts';
import { dataDescriptor, directoryRecord, endOfDirectory, localHeader, needsZip64, type Written, type ZipMember } from './zip-records.ts';

export interface ZipInput extends ZipMember {
  readonly sizeBytes: number;
  readonly content: AsyncIterable<Buffer> | Iterable<Buffer>;
  readonly isWorthDeflating: boolean;
}

/** Members up to this size are written whole, with their sizes in front. */
const SMALL_BYTES = 1 << 20;
const DEFLATED_HERE_BYTES = 16 * 1024;
const PIECE_BYTES = 64 * 1024;
const LONGEST_PATH_BYTES = 0xffff;
const LEVEL = 6;

/** Throws what the inputs throw, and Fault 'repository.damaged' for content that is not as long as announced. */
export async function* writeZip(inputs: AsyncIterable<ZipInput>): AsyncGenerator<Buffer> {
  const directory = new Gathered();
  const output = new Gathered();
  let count = 0;
  for await (const input of inputs) {
    if (Buffer.byteLength(input.path) > LONGEST_PATH_BYTES)
      throw new Fault('input.invalid', 'A path in this folder is too long for a ZIP.');
    const offset = output.total;
    const isSmall = input.sizeBytes <= SMALL_BYTES;
    const member = isSmall ? smallMember(input) : largeMember(input);
    let written: Written;
    for (;;) {
      const next = await member.next();
      if (next.done) {
        written = next.value;
        break;
      }
      output.add(next.value);
      if (output.waiting >= PIECE_BYTES) yield output.take();
    }
    directory.add(directoryRecord(input, written, { offset, sizesFollow: !isSmall }));
    count++;
  }
  const end = endOfDirectory({ count, sizeBytes: directory.total, offset: output.total });
  yield Buffer.concat([output.take(), directory.take(), end]);
}

async function* smallMember(input: ZipInput): AsyncGenerator<Buffer, Written> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of input.content) {
    pieces.push(piece);
    length += piece.length;
    // A damaged tree may announce little and hold much; it must not fill the memory first.
    if (length > input.sizeBytes) break;
  }
  refuseOtherLength(input, length);
  const plain = Buffer.concat(pieces);
  const deflated = input.isWorthDeflating ? await deflate(plain) : plain;
  const isDeflated = deflated.length < plain.length;
  const stored = isDeflated ? deflated : plain;
  const written = { crc: crc32(plain), compressedBytes: stored.length, plainBytes: plain.length, isDeflated };
  yield localHeader(input, written, { isDeflated, isLarge: false });
  yield stored;
  return written;
}

/** What takes less time than another thread would need to begin is done here. */
async function deflate(plain: Buffer): Promise<Buffer> {
  return plain.length <= DEFLATED_HERE_BYTES
    ? deflateRawSync(plain, { level: LEVEL })
    : await promisify(deflateRaw)(plain, { level: LEVEL });
}

async function* largeMember(input: ZipInput): AsyncGenerator<Buffer, Written> {
  const isLarge = needsZip64(input.sizeBytes);
  const isDeflated = input.isWorthDeflating;
  yield localHeader(input, undefined, { isDeflated, isLarge });
  let [crc, plainBytes, compressedBytes] = [0, 0, 0];
  const plain = async function* () {
    for await (const piece of input.content) {
      crc = crc32(piece, crc);
      plainBytes += piece.length;
      yield piece;
    }
  };
  for await (const piece of isDeflated ? deflatedPieces(plain()) : plain()) {
    compressedBytes += piece.length;
    yield piece;
  }
  refuseOtherLength(input, plainBytes);
  const written = { crc, compressedBytes, plainBytes, isDeflated };
  yield dataDescriptor(written, isLarge);
  return written;
}

function deflatedPieces(plain: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  // The failure of one is the failure of all three; whoever reads the last one hears it.
  return pipeline(Readable.from(plain, { objectMode: false }), createDeflateRaw({ level: LEVEL }), () => {});
}

function refuseOtherLength(input: ZipInput, length: number): void {
  if (length !== input.sizeBytes) {
    throw new Fault('repository.damaged', `${input.path} should have ${input.sizeBytes} bytes, but ${length} are there.`);
  }
}

/** Buffers that wait to be taken as one. */
class Gathered {
  #buffers: Buffer[] = [];
  waiting = 0;
  /** All that was ever added. */
  total = 0;

  add(buffer: Buffer): void {
    this.#buffers.push(buffer);
    this.waiting += buffer.length;
    this.total += buffer.length;
    // Many tiny buffers cost more than their bytes.
    if (this.#buffers.length >= 1_000) this.#buffers = [Buffer.concat(this.#buffers)];
  }

  take(): Buffer {
    const all = this.#buffers.length === 1 ? this.#buffers[0]! : Buffer.concat(this.#buffers);
    this.#buffers = [];
    this.waiting = 0;
    return all;
  }
}
