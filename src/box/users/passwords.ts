/**
 * `Passwords`: hashes them, and compares one with a hash.
 *
 * Invariant: only so many hashes are computed at once, and only so many wait, so that guessing cannot take the box's memory.
 * Source: OWASP "Password Storage Cheat Sheet", argon2id with 19 MiB, two passes and one lane; RFC 9106.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { Fault } from '../../base/index.ts';
import { type Argon2Cost, fromPhc, toPhc } from './phc.ts';

export type Derive = (password: string, salt: Uint8Array, cost: Argon2Cost) => Promise<Uint8Array>;

export interface PasswordOptions {
  readonly cost?: Argon2Cost;
  /** Hashes computed at the same time; each takes the memory of its cost. */
  readonly atOnce?: number;
  readonly derive?: Derive;
}

const COST: Argon2Cost = { memoryKiB: 19_456, passes: 2, lanes: 1 };
const AT_ONCE = 2;
const MAX_WAITING = 50;
const HASH_BYTES = 32;
const SALT_BYTES = 16;

export class Passwords {
  readonly #cost: Argon2Cost;
  readonly #derive: Derive;
  readonly #waiting: (() => void)[] = [];
  #free: number;
  /** What is compared with when there is no account: no password has this hash. */
  readonly #nobody: string;

  constructor({ cost = COST, atOnce = AT_ONCE, derive = argon2id }: PasswordOptions = {}) {
    this.#cost = cost;
    this.#derive = derive;
    this.#free = atOnce;
    this.#nobody = toPhc({ cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) });
  }

  /** A PHC string with a salt of its own. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return toPhc({ cost: this.#cost, salt, hash: await this.#inTurn(password, salt, this.#cost) });
  }

  /** Without a hash it takes the same work and says no. */
  async matches(password: string, phc: string | undefined): Promise<boolean> {
    const stored = fromPhc(phc ?? this.#nobody);
    if (stored === undefined)
      throw new Fault('state.unusable', 'the stored password of this account is damaged; another admin can set a new one');
    const hash = await this.#inTurn(password, stored.salt, stored.cost);
    return hash.length === stored.hash.length && timingSafeEqual(hash, stored.hash) && phc !== undefined;
  }

  /** Whether a hash was made with other parameters than today's. */
  isOutdated(phc: string): boolean {
    const { memoryKiB, passes, lanes } = fromPhc(phc)?.cost ?? {};
    return memoryKiB !== this.#cost.memoryKiB || passes !== this.#cost.passes || lanes !== this.#cost.lanes;
  }

  async #inTurn(password: string, salt: Uint8Array, cost: Argon2Cost): Promise<Uint8Array> {
    if (this.#free > 0) this.#free--;
    else await this.#wait();
    try {
      return await this.#derive(password.normalize('NFC'), salt, cost);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING)
      throw new Fault('signin.wait', 'Too many people sign in at this moment. Try again in a few seconds.', {
        retryable: true,
        details: { seconds: 5 },
      });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

function argon2id(password: string, salt: Uint8Array, cost: Argon2Cost): Promise<Uint8Array> {
  const parameters = {
    message: password,
    nonce: salt,
    memory: cost.memoryKiB,
    passes: cost.passes,
    parallelism: cost.lanes,
    tagLength: HASH_BYTES,
  };
  return new Promise((resolve, reject) => argon2('argon2id', parameters, (error, hash) => (error ? reject(error) : resolve(hash))));
}
