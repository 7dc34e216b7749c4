/**
 * Gives the memory of a large buffer back at once.
 *
 * V8 lets every thread gather 64 MiB of dead buffers before it looks for them, so memory is always cold and there is much of it.
 * Freed by hand, the same warm memory serves the next chunk (measured: half the CPU time of compressing and sealing media).
 */

/** Well above Node's pool (64 KiB and its alignment), in which smaller buffers lie beside those of others. */
const LEAST_BYTES = 128 << 10;

/** Only for who made the buffer and is the last to hold it: all views of it are empty afterwards. Small ones are left to V8. */
export function release(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= LEAST_BYTES) buffer.transfer(0);
}
