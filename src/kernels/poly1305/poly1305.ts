/**
 * `poly1305`: the one-time authenticator that seals every blob.
 *
 * Owns: one instance a thread and carrying the message through its memory. Does not own: the arithmetic (poly1305.as.ts;
 * in plain words poly1305-scalar.ts), where one-time keys come from, comparing tags.
 */
import { instantiate } from '../compiled.ts';

const KEY_BYTES = 32;
const TAG_BYTES = 16;
/** A multiple of the 16-byte block, small enough that a piece is still in the cache when it is multiplied. */
const PIECE_BYTES = 64 << 10;

interface Poly1305Exports {
  readonly KEY: WebAssembly.Global<'i32'>;
  readonly TAG: WebAssembly.Global<'i32'>;
  readonly PIECE: WebAssembly.Global<'i32'>;
  begin(): void;
  update(length: number): void;
  finish(length: number): void;
}

interface Kernel {
  readonly run: Poly1305Exports;
  readonly key: Uint8Array;
  readonly tag: Uint8Array;
  readonly piece: Uint8Array;
}

let kernel: Kernel | undefined;

/** Writes to `tag` (16 bytes) the Poly1305 of `message`, of any length, under `key` (32 bytes: r, which is masked here, then s). */
export function poly1305(key: Uint8Array, message: Uint8Array, tag: Uint8Array): void {
  if (key.length !== KEY_BYTES || tag.length !== TAG_BYTES)
    throw new RangeError(`poly1305: key of ${key.length} bytes, tag of ${tag.length}`);
  kernel ??= load();
  kernel.key.set(key);
  kernel.run.begin();
  let at = 0;
  for (; message.length - at > PIECE_BYTES; at += PIECE_BYTES) {
    kernel.piece.set(message.subarray(at, at + PIECE_BYTES));
    kernel.run.update(PIECE_BYTES);
  }
  kernel.piece.set(message.subarray(at));
  kernel.run.finish(message.length - at);
  tag.set(kernel.tag);
}

function load(): Kernel {
  const { exports: run, memory } = instantiate<Poly1305Exports>('poly1305', PIECE_BYTES + 65536);
  return {
    run,
    key: new Uint8Array(memory, run.KEY.value, KEY_BYTES),
    tag: new Uint8Array(memory, run.TAG.value, TAG_BYTES),
    piece: new Uint8Array(memory, run.PIECE.value, PIECE_BYTES),
  };
}
