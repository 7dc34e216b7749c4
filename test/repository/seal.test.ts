/** Sealing, by its own inverse, by every bit flipped, and by a second computation that shares no code with it. */
import { createCipheriv } from 'node:crypto';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../src/base/index.ts';
import { SEAL_OVERHEAD, Sealer, type SealKey } from '../../src/repository/crypto/seal.ts';
import { seededBytes } from '../kernels/seeded.ts';

const sealing = suite('sealing');

const key: SealKey = { encrypt: seededBytes(1, 32), macK: seededBytes(2, 16), macR: seededBytes(3, 16) };
const sealer = new Sealer(key);

/** The bytes that restic's design document asks for, with whole numbers of any size for the authenticator. */
function sealedByTheBook(iv: Buffer, plaintext: Uint8Array): Buffer {
  const ciphertext = createCipheriv('aes-256-ctr', key.encrypt, iv).update(plaintext);
  const s = createCipheriv('aes-128-ecb', key.macK, null).setAutoPadding(false).update(iv);
  const r = littleEndian(key.macR) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  const prime = (1n << 130n) - 5n;
  let sum = 0n;
  for (let at = 0; at < ciphertext.length; at += 16)
    sum = ((sum + littleEndian(Buffer.concat([ciphertext.subarray(at, at + 16), Buffer.of(1)]))) * r) % prime;
  const tag = ((sum + littleEndian(s)) & ((1n << 128n) - 1n)).toString(16).padStart(32, '0');
  return Buffer.concat([iv, ciphertext, Buffer.from(tag, 'hex').reverse()]);
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);
}

const SIZES = [0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 255, 256, 1000, 4096, 65_535, 65_536, 65_537, 131_072, 524_288, 1_048_577];

sealing('gives back what it sealed, whatever the size', () => {
  for (const size of SIZES) {
    const plaintext = seededBytes(size, size);
    const sealed = sealer.seal(plaintext);
    assert.is(sealed.length, size + SEAL_OVERHEAD);
    assert.ok(sealer.open(sealed).equals(plaintext), `${size} bytes`);
  }
});

sealing('is what the book says, bit for bit', () => {
  for (const size of SIZES.filter((size) => size <= 65_537)) {
    const plaintext = seededBytes(size + 7, size);
    const sealed = sealer.seal(plaintext);
    assert.is(sealed.toString('hex'), sealedByTheBook(Buffer.from(sealed.subarray(0, 16)), plaintext).toString('hex'), `${size} bytes`);
    assert.ok(sealer.open(sealedByTheBook(seededBytes(size, 16), plaintext)).equals(plaintext));
  }
});

sealing('counts on past the end of the counter as restic does', () => {
  const iv = Buffer.alloc(16, 0xff);
  const plaintext = seededBytes(5, 100);
  assert.ok(sealer.open(sealedByTheBook(iv, plaintext)).equals(plaintext));
});

sealing('refuses every single flipped bit', () => {
  for (const size of [0, 1, 16, 100]) {
    const sealed = sealer.seal(seededBytes(9, size));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const bent = Buffer.from(sealed);
      bent[bit >> 3]! ^= 1 << (bit & 7);
      assert.is(sealer.tryOpen(bent), undefined, `bit ${bit} of ${size} bytes`);
    }
  }
});

sealing('refuses what is cut, longer, swapped or another key sealed', () => {
  const sealed = sealer.seal(seededBytes(4, 200));
  for (let length = 0; length < sealed.length; length++) assert.is(sealer.tryOpen(sealed.subarray(0, length)), undefined);
  assert.is(sealer.tryOpen(Buffer.concat([sealed, Buffer.alloc(1)])), undefined);
  assert.is(new Sealer({ ...key, macR: seededBytes(8, 16) }).tryOpen(sealed), undefined);
  assert.is(new Sealer({ ...key, macK: seededBytes(8, 16) }).tryOpen(sealed), undefined);
  assert.throws(
    () => sealer.open(Buffer.alloc(40)),
    (error: unknown) => isFault(error, 'repository.damaged'),
  );
});

sealing('never uses a nonce twice and does not touch what it is given', () => {
  const plaintext = seededBytes(6, 50);
  const seen = new Set(Array.from({ length: 500 }, () => sealer.seal(plaintext).toString('hex', 0, 16)));
  assert.is(seen.size, 500);
  assert.ok(plaintext.equals(seededBytes(6, 50)));
});

sealing('holds for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (plaintext) => {
      assert.ok(sealer.open(sealer.seal(plaintext)).equals(plaintext));
    }),
  );
});

sealing.run();
