/** Finds what of a file's bytes must be written: pages of zeros become holes. */

/** The page of Linux on the product's architectures, and the block of most file systems. */
const PAGE = 4096;
const ZEROS = Buffer.alloc(PAGE);

/** A part of a buffer, from `start` up to, not with, `end`. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/**
 * The runs of `bytes`, which lie at `offset` of the file, that are not zero pages of the file. A page that the buffer
 * holds only in part counts as zero when that part is.
 */
export function* dataRuns(bytes: Buffer, offset: number): Generator<Run> {
  let start = -1;
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + PAGE - ((offset + at) % PAGE));
    if (isZero(bytes, at, end)) {
      if (start !== -1) yield { start, end: at };
      start = -1;
    } else if (start === -1) {
      start = at;
    }
    at = end;
  }
  if (start !== -1) yield { start, end: bytes.length };
}

function isZero(bytes: Buffer, start: number, end: number): boolean {
  return bytes[start] === 0 && bytes[end - 1] === 0 && bytes.compare(ZEROS, 0, end - start, start, end) === 0;
}
