/**
 * `Chunker`: cuts a stream of bytes into chunks where their content says so, as restic does.
 *
 * Owns: the window, a view of the kernel's memory that callers read files straight into. Does not own: the arithmetic
 * (rabin.as.ts; in plain words rabin-scalar.ts), and what becomes of a chunk.
 */
import { Fault } from '../../base/index.ts';
import { instantiate } from '../compiled.ts';

/** Bytes; only the last chunk of a file may be shorter. */
export const CHUNK_MIN = 512 << 10;
/** Bytes. */
export const CHUNK_MAX = 8 << 20;

const WINDOW_BYTES = 12 << 20;
const DEGREE = 53n;

interface RabinExports {
  readonly DATA: WebAssembly.Global<'i32'>;
  setPolynomial(polynomial: bigint): void;
  begin(start: number): void;
  cut(end: number): number;
}

/** Content-defined chunker of one repository. An instance belongs to one thread and holds 12 MiB. */
export class Chunker {
  /**
   * Where the caller puts the bytes to cut. A chunk lies in it in one piece, so before a chunk that might not fit
   * (fewer than CHUNK_MAX bytes between its start and the window's end) the caller moves the rest to the front.
   */
  readonly window: Uint8Array<ArrayBuffer>;
  readonly #kernel: RabinExports;
  readonly #data: number;
  #start = 0;

  private constructor(kernel: RabinExports, memory: ArrayBuffer) {
    this.#kernel = kernel;
    this.#data = kernel.DATA.value;
    this.window = new Uint8Array(memory, this.#data, WINDOW_BYTES);
  }

  /** Throws Fault 'input.invalid' for a polynomial that is not of degree 53; whether it is irreducible is the caller's to know. */
  static create(polynomial: bigint): Chunker {
    if (polynomial >> DEGREE !== 1n)
      throw new Fault('input.invalid', `The chunker polynomial ${polynomial.toString(16)} is not of degree ${DEGREE}.`);
    const { exports, memory } = instantiate<RabinExports>('rabin', WINDOW_BYTES + 65536);
    exports.setPolynomial(polynomial);
    return new Chunker(exports, memory);
  }

  /** A new chunk starts at `start`, an offset into the window. */
  begin(start: number): void {
    if (!(start >= 0 && start <= WINDOW_BYTES)) throw new RangeError(`a chunk cannot start at ${start} of the window`);
    this.#start = start;
    this.#kernel.begin(this.#data + start);
  }

  /**
   * Length in bytes of the chunk begun, looking at window[start .. end); 0 when it needs more bytes.
   * `end` may grow from call to call: what was looked at is not looked at again. With `final` no bytes follow, and the
   * rest is the last chunk (0 when there is none). After a chunk was returned, `begin` comes next.
   */
  cut(end: number, final: boolean): number {
    if (!(end >= this.#start && end <= WINDOW_BYTES)) throw new RangeError(`a chunk from ${this.#start} cannot be cut before ${end}`);
    const length = this.#kernel.cut(this.#data + end);
    return length === 0 && final ? end - this.#start : length;
  }
}
