/**
 * zstd for blobs, with contexts and buffers that are kept.
 *
 * Node's one-shot calls make a context and a buffer for every blob, which costs more than compressing a small file does. Its stream
 * objects keep their context, and the handle inside writes into a buffer of ours; it is not documented, though. So whatever looks
 * unusual there is done again by the documented call, and only that one's word counts.
 * Source: RFC 8878; lib/zlib.js and src/node_zlib.cc of Node.
 */
import { constants, createZstdCompress, createZstdDecompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const LEVEL = { [constants.ZSTD_c_compressionLevel]: 3 };
/** Larger blobs (trees of huge folders) are rare, and not worth memory that stays. */
const MOST_KEPT_BYTES = 9 << 20;

/** The part of a zlib stream that is driven by hand. */
interface Driven {
  readonly _handle: {
    writeSync(flush: number, input: Uint8Array, from: number, length: number, output: Uint8Array, at: number, room: number): void;
  };
  /** Room left in the output, bytes left of the input. */
  readonly _writeState: Uint32Array;
  readonly destroyed: boolean;
}

let output = Buffer.alloc(0);
let compressor: Driven | undefined;
let decompressor: Driven | undefined;

/** One frame that states its content's size. The bytes last until the next call in this thread. */
export function compress(plaintext: Uint8Array): Uint8Array {
  // With this much room zstd works straight from input to output (ZSTD_compressBound).
  const room = Math.max(64, plaintext.length + (plaintext.length >> 8) + 64);
  if (room <= MOST_KEPT_BYTES) {
    if (output.length < room) output = Buffer.allocUnsafeSlow(Math.min(MOST_KEPT_BYTES, 2 * room));
    compressor ??= driven(createZstdCompress({ params: LEVEL }));
    const length = drive(compressor, plaintext, output);
    if (length !== undefined && length > 0) return output.subarray(0, length);
    compressor = undefined;
  }
  return zstdCompressSync(plaintext, { chunkSize: room, pledgedSrcSize: plaintext.length, params: LEVEL });
}

/** At most `plainLength` bytes, in a buffer of their own. Throws when the frame is damaged or holds more. */
export function decompress(frame: Uint8Array, plainLength: number): Buffer {
  if (plainLength <= MOST_KEPT_BYTES) {
    const plaintext = Buffer.allocUnsafe(plainLength);
    decompressor ??= driven(createZstdDecompress());
    if (drive(decompressor, frame, plaintext) === plainLength) return plaintext;
    decompressor = undefined; // it may be in the middle of a frame
  }
  return zstdDecompressSync(frame, { chunkSize: Math.max(64, plainLength + 1), maxOutputLength: plainLength });
}

function driven(stream: unknown): Driven {
  // A handle tells of an error by destroying its stream, which is looked for after each call.
  (stream as NodeJS.EventEmitter).on('error', () => {});
  return stream as Driven;
}

/** Bytes written to `into`; undefined when something is unusual. */
function drive(stream: Driven, input: Uint8Array, into: Uint8Array): number | undefined {
  const { _handle: handle, _writeState: state } = stream;
  if (typeof handle?.writeSync !== 'function' || !(state instanceof Uint32Array)) return undefined;
  handle.writeSync(constants.ZSTD_e_end, input, 0, input.length, into, 0, into.length);
  return stream.destroyed || state[1] !== 0 ? undefined : into.length - state[0]!;
}
