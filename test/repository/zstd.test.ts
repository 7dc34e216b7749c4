/** zstd with kept contexts says the same as the documented calls, also after bytes that are no frame. */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compress, decompress } from '../../src/repository/packs/zstd.ts';
import { seededBytes } from '../kernels/seeded.ts';

const zstd = suite('zstd of blobs');
const text = Buffer.from('some words that come again, and again. '.repeat(3000));

/** Bytes of every length up to 8 MiB that compress well, badly or not at all. */
const plaintexts = fc
  .tuple(fc.double({ min: 6, max: 23, noNaN: true }), fc.nat(), fc.constantFrom('text', 'random', 'zeros'))
  .map(([power, seed, kind]) => {
    const length = Math.floor(2 ** power);
    if (kind === 'zeros') return Buffer.alloc(length);
    return kind === 'random' ? seededBytes(seed, length) : Buffer.alloc(length, text);
  });

zstd('gives back what was compressed, to the documented decoder too', () => {
  fc.assert(
    fc.property(plaintexts, (plain) => {
      const frame = Buffer.from(compress(plain));
      assert.ok(zstdDecompressSync(frame).equals(plain));
      assert.ok(decompress(frame, plain.length).equals(plain));
    }),
    { numRuns: 60 },
  );
});

zstd('reads frames that do not state their size', () => {
  const frame = zstdCompressSync(text);
  assert.ok(decompress(frame, text.length).equals(text));
});

zstd('is not confused by what a damaged frame left behind', () => {
  const frame = Buffer.from(compress(text));
  for (let cut = 1; cut < frame.length; cut += 7) {
    assert.throws(() => decompress(frame.subarray(0, cut), text.length));
    assert.ok(decompress(frame, text.length).equals(text), `after ${cut} bytes`);
  }
});

zstd('refuses a frame that holds more than was said', () => {
  const frame = Buffer.from(compress(text));
  assert.throws(() => decompress(frame, text.length - 1));
  assert.is(decompress(frame, text.length + 1).length, text.length);
});

zstd.run();
