/**
 * `selfTest`: each kernel against its twin on fixed bytes, on the machine that is going to rely on it.
 *
 * A kernel that computes wrongly (a broken build, a fault of this processor or of its compiler) would write backups that
 * no other program opens, so a box asks before it starts.
 */
import { Fault } from '../base/index.ts';
import { poly1305 } from './poly1305/poly1305.ts';
import { poly1305Scalar } from './poly1305/poly1305-scalar.ts';
import { CHUNK_MIN, Chunker } from './rabin/chunker.ts';
import { ScalarChunker } from './rabin/rabin-scalar.ts';

const POLYNOMIAL = 0x3da3358b4dc173n;
/** Around the block, around the group of four, and past one piece of the message. */
const MESSAGE_LENGTHS = [0, 1, 15, 16, 17, 63, 64, 65, 127, 128, 129, 1000, 65536, 65537, 70000];

/** Takes some tens of milliseconds. Throws Fault 'kernel.faulty' when a kernel and its twin do not agree, 'kernel.missing' as every kernel does. */
export function selfTest(): void {
  testPoly1305();
  testChunker();
}

function testPoly1305(): void {
  const message = fixedBytes(MESSAGE_LENGTHS.at(-1)!);
  const key = message.slice(100, 132);
  const tag = new Uint8Array(16);
  for (const length of MESSAGE_LENGTHS) {
    poly1305(key, message.subarray(0, length), tag);
    if (Buffer.compare(tag, poly1305Scalar(key, message.subarray(0, length))) !== 0)
      throw faulty('poly1305', `a message of ${length} bytes`);
  }
}

function testChunker(): void {
  const data = fixedBytes(3 << 20);
  const chunker = Chunker.create(POLYNOMIAL);
  chunker.window.set(data);
  const twin = new ScalarChunker(POLYNOMIAL);
  for (let start = 0; start < data.length; ) {
    const expected = twin.firstChunk(data.subarray(start));
    chunker.begin(start);
    const length = chunker.cut(Math.min(start + CHUNK_MIN + 12345, data.length), false) || chunker.cut(data.length, true);
    if (length !== expected) throw faulty('rabin', `a chunk at ${start}`);
    start += length;
  }
}

/** Bytes that look random and are the same everywhere: xorshift of 32 bits (Marsaglia, "Xorshift RNGs"). */
function fixedBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 2463534242;
  for (let at = 0; at < length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

function faulty(kernel: string, what: string): Fault {
  return new Fault(
    'kernel.faulty',
    `The kernel '${kernel}' computes wrongly on this machine (${what}). Build the kernels again with \`npm run kernels\`.`,
  );
}
