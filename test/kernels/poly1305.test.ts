/** Poly1305 by the vectors of RFC 8439, by its scalar twin, and by OpenSSL. */
import { createCipheriv } from 'node:crypto';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { poly1305 } from '../../src/kernels/index.ts';
import { poly1305Scalar } from '../../src/kernels/poly1305/poly1305-scalar.ts';
import { seededBytes } from './seeded.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const zeros = (count: number): string => '00'.repeat(count);
const ones = (count: number): string => 'ff'.repeat(count);

const IETF = Buffer.from(
  'Any submission to the IETF intended by the Contributor for publication as all or part of an IETF Internet-Draft or RFC and any ' +
    'statement made within the context of an IETF activity is considered an "IETF Contribution". Such statements include oral statements ' +
    'in IETF sessions, as well as written and electronic communications made at any time or place, which are addressed to',
);
const JABBERWOCKY = Buffer.from(
  "'Twas brillig, and the slithy toves\nDid gyre and gimble in the wabe:\nAll mimsy were the borogoves,\nAnd the mome raths outgrabe.",
);

/** r, s, message, tag. */
const VECTORS: Readonly<Record<string, readonly [string, string, Buffer, string]>> = {
  'section 2.5.2': [
    '85d6be7857556d337f4452fe42d506a8',
    '0103808afb0db2fd4abff6af4149f51b',
    Buffer.from('Cryptographic Forum Research Group'),
    'a8061dc1305136c6c22b8baf0c0127a9',
  ],
  'A.3 vector 1': [zeros(16), zeros(16), hex(zeros(64)), zeros(16)],
  'A.3 vector 2': [zeros(16), '36e5f6b5c5e06070f0efca96227a863e', IETF, '36e5f6b5c5e06070f0efca96227a863e'],
  'A.3 vector 3': ['36e5f6b5c5e06070f0efca96227a863e', zeros(16), IETF, 'f3477e7cd95417af89a6b8794c310cf0'],
  'A.3 vector 4': ['1c9240a5eb55d38af333888604f6b5f0', '473917c1402b80099dca5cbc207075c0', JABBERWOCKY, '4541669a7eaaee61e708dc7cbcc5eb62'],
  'A.3 vector 5': [`02${zeros(15)}`, zeros(16), hex(ones(16)), `03${zeros(15)}`],
  'A.3 vector 6': [`02${zeros(15)}`, ones(16), hex(`02${zeros(15)}`), `03${zeros(15)}`],
  'A.3 vector 7': [`01${zeros(15)}`, zeros(16), hex(`${ones(16)} f0${ones(15)} 11${zeros(15)}`), `05${zeros(15)}`],
  'A.3 vector 8': [`01${zeros(15)}`, zeros(16), hex(`${ones(16)} fb${'fe'.repeat(15)} ${'01'.repeat(16)}`), zeros(16)],
  'A.3 vector 9': [`02${zeros(15)}`, zeros(16), hex(`fd${ones(15)}`), `fa${ones(15)}`],
  'A.3 vector 10': [
    `01${zeros(7)}04${zeros(7)}`,
    zeros(16),
    hex(`e33594d7505e43b9${zeros(8)} 3394d7505e4379cd01${zeros(7)} ${zeros(16)} 01${zeros(15)}`),
    `14${zeros(7)}55${zeros(7)}`,
  ],
  'A.3 vector 11': [
    `01${zeros(7)}04${zeros(7)}`,
    zeros(16),
    hex(`e33594d7505e43b9${zeros(8)} 3394d7505e4379cd01${zeros(7)} ${zeros(16)}`),
    `13${zeros(15)}`,
  ],
};

function tagOf(key: Uint8Array, message: Uint8Array): string {
  const tag = Buffer.alloc(16);
  poly1305(key, message, tag);
  return tag.toString('hex');
}

const scalarTagOf = (key: Uint8Array, message: Uint8Array): string => Buffer.from(poly1305Scalar(key, message)).toString('hex');

const authenticating = suite('Poly1305');

for (const [name, [r, s, message, tag]] of Object.entries(VECTORS)) {
  authenticating(`gives the tag of RFC 8439, ${name}`, () => {
    const key = hex(r + s);
    assert.is(tagOf(key, message), tag);
    assert.is(scalarTagOf(key, message), tag, 'scalar twin');
  });
}

authenticating('agrees with its twin on any key and message', () => {
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const message = fc.uint8Array({ maxLength: 400, size: 'max' });
  fc.assert(
    fc.property(key, message, (key, message) => {
      assert.is(tagOf(key, message), scalarTagOf(key, message));
    }),
    { numRuns: 500 },
  );
});

authenticating('agrees with its twin where every carry is as large as it can be', () => {
  const extreme = fc.constantFrom(0x00, 0x01, 0x04, 0xfb, 0xfe, 0xff);
  const key = fc.array(extreme, { minLength: 32, maxLength: 32 }).map((bytes) => Uint8Array.from(bytes));
  const runs = fc.array(fc.tuple(extreme, fc.integer({ min: 1, max: 70 })), { maxLength: 12 });
  fc.assert(
    fc.property(key, runs, (key, runs) => {
      const message = Buffer.concat(runs.map(([byte, count]) => Buffer.alloc(count, byte)));
      assert.is(tagOf(key, message), scalarTagOf(key, message));
    }),
    { numRuns: 500 },
  );
});

authenticating('agrees with its twin around the block, the group and the piece', () => {
  const message = seededBytes(1, 140_000);
  const key = seededBytes(2, 32);
  for (const edge of [0, 16, 64, 128, 192, 65536, 2 * 65536]) {
    for (const length of [edge - 1, edge, edge + 1, edge + 17].filter((length) => length >= 0)) {
      assert.is(tagOf(key, message.subarray(0, length)), scalarTagOf(key, message.subarray(0, length)), `${length} bytes`);
    }
  }
});

authenticating("agrees with OpenSSL's on a message of 9 MiB", () => {
  const key = seededBytes(3, 32);
  const nonce = seededBytes(4, 12);
  const message = seededBytes(5, 9 << 20);
  // RFC 8439, sections 2.6 and 2.8: the one-time key is the first key stream; additional data are padded, then both lengths follow.
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  cipher.setAAD(message, { plaintextLength: 0 });
  cipher.final();
  const oneTimeKey = createCipheriv('chacha20', key, Buffer.concat([Buffer.alloc(4), nonce])).update(Buffer.alloc(32));
  const lengths = Buffer.alloc(16);
  lengths.writeUInt32LE(message.length);
  assert.is(tagOf(oneTimeKey, Buffer.concat([message, lengths])), cipher.getAuthTag().toString('hex'));
});

authenticating('leaves nothing of one message in the next', () => {
  const key = seededBytes(6, 32);
  const short = Buffer.from('short');
  const before = tagOf(key, short);
  tagOf(seededBytes(7, 32), seededBytes(8, 1000));
  assert.is(tagOf(key, short), before);
});

authenticating('refuses a key or tag of another size', () => {
  assert.throws(() => poly1305(Buffer.alloc(31), Buffer.alloc(0), Buffer.alloc(16)), RangeError);
  assert.throws(() => poly1305(Buffer.alloc(32), Buffer.alloc(0), Buffer.alloc(15)), RangeError);
});

authenticating.run();
