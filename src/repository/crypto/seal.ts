/**
 * Sealing: the one construct that protects everything a repository stores.
 *
 * `IV(16) || AES-256-CTR(plaintext) || MAC(16)`, the MAC being Poly1305-AES over the ciphertext alone.
 * Source: restic's design document, "Keys, Encryption and MAC"; D. J. Bernstein, "The Poly1305-AES message-authentication code".
 */
import { type Cipheriv, createCipheriv, createDecipheriv, randomFillSync, timingSafeEqual } from 'node:crypto';
import { Fault } from '../../base/index.ts';
import { poly1305 } from '../../kernels/index.ts';
import { release } from '../release.ts';

export const SEAL_OVERHEAD = 32;
const IV_BYTES = 16;
const TAG_BYTES = 16;

/** `encrypt` is 32 bytes, `macK` and `macR` are 16 (`macR` as stored: not masked). */
export interface SealKey {
  readonly encrypt: Uint8Array;
  readonly macK: Uint8Array;
  readonly macR: Uint8Array;
}

/** Seals and opens with one key. Not shared between threads: each makes its own. */
export class Sealer {
  readonly #encrypt: Uint8Array;
  /** ECB keeps no state between blocks, so one cipher serves every nonce. */
  readonly #nonceCipher: Cipheriv;
  /** `r || s`; r stays, s changes with every nonce. */
  readonly #oneTimeKey = Buffer.alloc(32);
  readonly #tag = Buffer.alloc(TAG_BYTES);

  constructor(key: SealKey) {
    this.#encrypt = key.encrypt;
    this.#nonceCipher = createCipheriv('aes-128-ecb', key.macK, null).setAutoPadding(false);
    this.#oneTimeKey.set(key.macR, 0);
  }

  /** A new buffer of plaintext.length + SEAL_OVERHEAD bytes. */
  seal(plaintext: Uint8Array): Buffer {
    const sealed = Buffer.allocUnsafe(plaintext.length + SEAL_OVERHEAD);
    const iv = randomFillSync(sealed.subarray(0, IV_BYTES));
    const ciphertext = createCipheriv('aes-256-ctr', this.#encrypt, iv).update(plaintext);
    sealed.set(ciphertext, IV_BYTES);
    this.#mac(iv, ciphertext, sealed.subarray(IV_BYTES + plaintext.length));
    release(ciphertext);
    return sealed;
  }

  /** The plaintext. Throws Fault 'repository.damaged' when the bytes are not what this key sealed. */
  open(sealed: Uint8Array): Buffer {
    const plaintext = this.tryOpen(sealed);
    if (!plaintext) throw new Fault('repository.damaged', 'Stored data is damaged: its authentication code does not match.');
    return plaintext;
  }

  /** The plaintext, or undefined when the bytes are not what this key sealed (a wrong password looks the same as damage). */
  tryOpen(sealed: Uint8Array): Buffer | undefined {
    if (sealed.length < SEAL_OVERHEAD) return undefined;
    const iv = sealed.subarray(0, IV_BYTES);
    const ciphertext = sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES);
    this.#mac(iv, ciphertext, this.#tag);
    if (!timingSafeEqual(this.#tag, sealed.subarray(sealed.length - TAG_BYTES))) return undefined;
    return createDecipheriv('aes-256-ctr', this.#encrypt, iv).update(ciphertext);
  }

  #mac(iv: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array): void {
    this.#oneTimeKey.set(this.#nonceCipher.update(iv), 16);
    poly1305(this.#oneTimeKey, ciphertext, tag);
  }
}

export function isSameKey(a: SealKey, b: SealKey): boolean {
  const isSame = (one: Uint8Array, other: Uint8Array) => one.length === other.length && timingSafeEqual(one, other);
  return isSame(a.encrypt, b.encrypt) && isSame(a.macK, b.macK) && isSame(a.macR, b.macR);
}
