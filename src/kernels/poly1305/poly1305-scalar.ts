/**
 * Poly1305 in plain TypeScript, for tests and the self-test: says what poly1305.as.ts must do, and is slow.
 *
 * Written after the pseudo code of RFC 8439, section 2.5.1, on whole numbers.
 */
const P = (1n << 130n) - 5n;
const R_MASK = 0x0ffffffc0ffffffc0ffffffc0fffffffn;

/** The 16 bytes of tag for `message` under `key` (32 bytes: r, not yet masked, then s). */
export function poly1305Scalar(key: Uint8Array, message: Uint8Array): Uint8Array {
  const r = fromLittleEndian(key.subarray(0, 16)) & R_MASK;
  const s = fromLittleEndian(key.subarray(16, 32));
  let accumulator = 0n;
  for (let at = 0; at < message.length; at += 16) {
    const block = message.subarray(at, at + 16);
    const number = fromLittleEndian(block) + (1n << BigInt(8 * block.length));
    accumulator = ((accumulator + number) * r) % P;
  }
  return toLittleEndian(accumulator + s);
}

function fromLittleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** The low 16 bytes. */
function toLittleEndian(number: bigint): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, at) => Number((number >> BigInt(8 * at)) & 0xffn));
}
