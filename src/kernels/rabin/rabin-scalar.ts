/**
 * The chunker in plain TypeScript, for tests and the self-test: says what rabin.as.ts must do, and is slow.
 *
 * Follows the repository format step by step (window, slide, tables); none of the kernel's short cuts are taken here.
 * A digest has 53 bits, so it is kept as two numbers: `high` (21 bits) and `low` (32 bits, signed).
 * Source: design document of restic, "Backups and Deduplication" (chunker).
 */
const DEGREE = 53n;
const WINDOW = 64;
const CHUNK_MIN = 512 * 1024;
const CHUNK_MAX = 8 * 1024 * 1024;
const CUT_MASK = 0xfffff;

interface Table {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

interface Tables {
  readonly mod: Table;
  readonly out: Table;
}

export class ScalarChunker {
  readonly #tables: Tables;

  constructor(polynomial: bigint) {
    this.#tables = { mod: modTable(polynomial), out: outTable(polynomial) };
  }

  /** Length of the first chunk of `data`, which goes on to the end of its file; 0 when it is empty. */
  firstChunk(data: Uint8Array): number {
    const roller = new Roller(this.#tables);
    roller.slide(1);
    for (let at = CHUNK_MIN - WINDOW; at < data.length; at++) {
      roller.slide(data[at]!);
      const length = at + 1;
      if (length >= CHUNK_MAX) return length;
      if (length >= CHUNK_MIN && (roller.low & CUT_MASK) === 0) return length;
    }
    return data.length;
  }
}

class Roller {
  high = 0;
  low = 0;
  readonly #tables: Tables;
  readonly #window = new Uint8Array(WINDOW);
  #position = 0;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  slide(byte: number): void {
    const { mod, out } = this.#tables;
    const old = this.#window[this.#position]!;
    this.#window[this.#position] = byte;
    this.#position = (this.#position + 1) % WINDOW;
    // digest ^= out[old]
    const high = this.high ^ out.high[old]!;
    const low = this.low ^ out.low[old]!;
    // digest = ((digest << 8) | byte) ^ mod[digest >> 45]
    const index = high >>> 13;
    this.high = ((high << 8) | (low >>> 24)) ^ mod.high[index]!;
    this.low = ((low << 8) | byte) ^ mod.low[index]!;
  }
}

function modTable(polynomial: bigint): Table {
  return table((byte) => remainder(byte << DEGREE, polynomial) | (byte << DEGREE));
}

/** The digest of a byte followed by 63 zero bytes. */
function outTable(polynomial: bigint): Table {
  return table((byte) => {
    let digest = byte;
    for (let zeros = 1; zeros < WINDOW; zeros++) digest = remainder(digest << 8n, polynomial);
    return digest;
  });
}

function table(value: (byte: bigint) => bigint): Table {
  const values = Array.from({ length: 256 }, (_, byte) => value(BigInt(byte)));
  return { high: Uint32Array.from(values, (v) => Number(v >> 32n)), low: Uint32Array.from(values, (v) => Number(v & 0xffffffffn)) };
}

/** Remainder of a division of polynomials over GF(2). */
function remainder(dividend: bigint, divisor: bigint): bigint {
  let rest = dividend;
  while (degree(rest) >= degree(divisor)) rest ^= divisor << BigInt(degree(rest) - degree(divisor));
  return rest;
}

/** -1 for 0. */
function degree(polynomial: bigint): number {
  return polynomial === 0n ? -1 : polynomial.toString(2).length - 1;
}
