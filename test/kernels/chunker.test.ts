/** The chunker by its scalar twin, at the edges of the format, and however its window is filled. */
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../src/base/index.ts';
import { CHUNK_MAX, CHUNK_MIN, Chunker } from '../../src/kernels/index.ts';
import { ScalarChunker } from '../../src/kernels/rabin/rabin-scalar.ts';
import { seededBytes } from './seeded.ts';

const POLYNOMIAL = 0x3da3358b4dc173n;
const chunker = Chunker.create(POLYNOMIAL);
const twin = new ScalarChunker(POLYNOMIAL);

/** Lengths of all chunks of a file, as the twin has them. */
function twinLengths(twin: ScalarChunker, data: Uint8Array): number[] {
  const lengths: number[] = [];
  for (let start = 0; start < data.length; start += lengths.at(-1)!) lengths.push(twin.firstChunk(data.subarray(start)));
  return lengths;
}

/** Lengths of all chunks of a file that comes in steps of the given sizes, over and over, as a reader would ask for them. */
function lengthsOf(chunker: Chunker, data: Uint8Array, steps: readonly number[] = [1 << 20]): number[] {
  const { window } = chunker;
  const lengths: number[] = [];
  let [start, end, taken, turn] = [0, 0, 0, 0];
  chunker.begin(0);
  for (;;) {
    const final = taken === data.length;
    const length = chunker.cut(end, final);
    if (length > 0) {
      lengths.push(length);
      start += length;
      if (window.length - start < CHUNK_MAX) {
        window.copyWithin(0, start, end);
        [start, end] = [0, end - start];
      }
      chunker.begin(start);
    } else if (final) {
      return lengths;
    } else {
      const step = data.subarray(taken, taken + Math.min(steps[turn++ % steps.length]!, window.length - end));
      window.set(step, end);
      end += step.length;
      taken += step.length;
    }
  }
}

/** Cuts one chunk of at most the window's size, put into the window at once. */
function firstLength(data: Uint8Array): number {
  chunker.window.set(data);
  chunker.begin(0);
  return chunker.cut(data.length, true);
}

const cutting = suite('cutting into chunks');

cutting('ends a chunk where the twin ends it, for any polynomial of the format', () => {
  const polynomial = fc.bigInt({ min: 0n, max: (1n << 52n) - 1n }).map((middle) => (1n << 53n) | (middle << 1n) | 1n);
  fc.assert(
    fc.property(polynomial, fc.nat(), (polynomial, seed) => {
      const data = seededBytes(seed, 6 << 20);
      assert.equal(lengthsOf(Chunker.create(polynomial), data), twinLengths(new ScalarChunker(polynomial), data));
    }),
    { numRuns: 8 },
  );
});

cutting('does not depend on how its window is filled', () => {
  const data = seededBytes(1, 20 << 20);
  const expected = twinLengths(twin, data);
  const steps = fc.array(fc.oneof(fc.integer({ min: 1, max: 3 << 20 }), fc.integer({ min: 400, max: 9000 })), {
    minLength: 1,
    maxLength: 9,
  });
  fc.assert(
    fc.property(steps, (steps) => {
      assert.equal(lengthsOf(chunker, data, steps), expected);
    }),
    { numRuns: 25 },
  );
});

cutting('does not depend on single bytes arriving around the shortest chunk', () => {
  const data = seededBytes(2, CHUNK_MIN + 200);
  data.fill(0, CHUNK_MIN + 20, CHUNK_MIN + 100);
  assert.equal(lengthsOf(chunker, data, [CHUNK_MIN - 70, ...Array<number>(300).fill(1)]), twinLengths(twin, data));
  assert.is(firstLength(data), CHUNK_MIN + 84, 'where 64 zeros fill the window');
});

cutting('finds a cut at every place of the four stretches', () => {
  // 64 zeros end a chunk wherever they lie; everything else here is a byte that never does.
  const data = new Uint8Array(CHUNK_MIN + 80_000);
  for (const place of [0, 1, 63, 64, 65, 8191, 8192, 8193, 8256, 16383, 16384, 24576, 32767, 32768, 32769, 40000, 65535, 65536, 79_000]) {
    data.fill(1).fill(0, CHUNK_MIN + place - 64, CHUNK_MIN + place);
    assert.is(firstLength(data), CHUNK_MIN + place, `cut ${place} bytes past the minimum`);
    assert.is(twin.firstChunk(data), CHUNK_MIN + place, 'twin');
  }
});

cutting('takes the first of two cuts in one stretch', () => {
  const data = new Uint8Array(CHUNK_MIN + 40_000);
  for (const stretch of [0, 8192, 16384, 24576]) {
    data.fill(1);
    for (const place of [stretch + 1000, stretch + 5000]) data.fill(0, CHUNK_MIN + place - 64, CHUNK_MIN + place);
    assert.is(firstLength(data), CHUNK_MIN + stretch + 1000);
  }
});

cutting('takes the first of two cuts, in whichever stretches they lie', () => {
  const data = new Uint8Array(CHUNK_MIN + 40_000);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 39_000 }), fc.integer({ min: 0, max: 39_000 }), (one, other) => {
      data.fill(1);
      for (const place of [one, other]) data.fill(0, CHUNK_MIN + place - 64, CHUNK_MIN + place);
      const expected = twin.firstChunk(data);
      assert.is(firstLength(data), expected);
      assert.ok(expected <= CHUNK_MIN + Math.min(one, other), 'the earlier zeros, or a cut on the way into them');
    }),
    { numRuns: 60 },
  );
});

cutting('ends all-zero data at exactly 512 KiB', () => {
  assert.equal(lengthsOf(chunker, new Uint8Array(5 * CHUNK_MIN + 7)), [...Array<number>(5).fill(CHUNK_MIN), 7]);
});

cutting('keeps a file around the shortest chunk in the pieces of the format', () => {
  const data = seededBytes(3, CHUNK_MIN + 64);
  for (const length of [0, 1, 63, 64, 65].flatMap((off) => [CHUNK_MIN - off, CHUNK_MIN + Math.min(off, 64)])) {
    assert.equal(lengthsOf(chunker, data.subarray(0, length)), twinLengths(twin, data.subarray(0, length)), `${length} bytes`);
  }
  assert.equal(lengthsOf(chunker, data.subarray(0, 0)), [], 'an empty file has no chunk');
  assert.equal(lengthsOf(chunker, data.subarray(0, 1)), [1]);
});

cutting('forces an end at 8 MiB when the content gives none', () => {
  const data = new Uint8Array(CHUNK_MAX + 1).fill(1);
  assert.equal(lengthsOf(chunker, data.subarray(0, CHUNK_MAX - 1)), [CHUNK_MAX - 1]);
  assert.equal(lengthsOf(chunker, data.subarray(0, CHUNK_MAX)), [CHUNK_MAX]);
  assert.equal(lengthsOf(chunker, data), [CHUNK_MAX, 1]);
  assert.is(twin.firstChunk(data), CHUNK_MAX);
});

cutting('says that it needs more bytes until a chunk is whole', () => {
  chunker.window.fill(1, 0, CHUNK_MAX);
  chunker.begin(0);
  assert.is(chunker.cut(0, false), 0);
  assert.is(chunker.cut(CHUNK_MAX - 1, false), 0);
  assert.is(chunker.cut(CHUNK_MAX, false), CHUNK_MAX);
});

cutting('refuses a polynomial of another degree, and places outside its window', () => {
  for (const polynomial of [0n, 1n << 52n, 1n << 54n, -1n]) {
    assert.throws(
      () => Chunker.create(polynomial),
      (error: unknown) => isFault(error, 'input.invalid'),
    );
  }
  assert.throws(() => chunker.begin(chunker.window.length + 1), RangeError);
  chunker.begin(100);
  assert.throws(() => chunker.cut(99, false), RangeError);
  assert.throws(() => chunker.cut(chunker.window.length + 1, false), RangeError);
});

cutting.run();
