/**
 * `BoxKeys`: seals what the box must know by itself after a power cut, so that the files alone are useless elsewhere.
 *
 * Owns: the folder `keys/` of the state (0700, files 0600), the sealing key, sealed bytes and sealed files.
 * Does not own: what they mean. README.md says what this protects against, and what not.
 * Invariant: what cannot be opened is never overwritten by the start of the box.
 * Format: version (1) || nonce (12) || AES-256-GCM ciphertext || tag (16); the purpose is authenticated with it.
 * Source: NIST SP 800-38D.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Fault, isFault, makeFolders, removeDurably, writeDurably } from '../../base/index.ts';
import { makeSecret, readSecret, refuseExposed, secretIsThere } from './secret.ts';

export interface BoxKeysOptions {
  /** Where the secret lies, when not in the folder of the keys: on a real board, the flash that stays when the disk is taken. */
  readonly secretFile?: string | undefined;
  /** The root below which the machine's own number is looked for. */
  readonly root?: string;
}

const CIPHER = 'aes-256-gcm';
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OVERHEAD = 1 + NONCE_BYTES + TAG_BYTES;
const ENDING = '.sealed';
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export class BoxKeys {
  readonly #folder: string;
  readonly #key: Buffer;

  /** Opens the keys in the folder of the state, or makes them when there are none. Throws 'keys.damaged', 'keys.exposed', 'keys.foreign' and what writeDurably throws. */
  static async in(state: string, { secretFile, root = '/' }: BoxKeysOptions = {}): Promise<BoxKeys> {
    const folder = path.join(path.resolve(state), 'keys');
    const file = secretFile ?? path.join(folder, 'secret');
    makeFolders(folder, 0o700);
    await refuseExposed(folder);
    if (secretIsThere(file)) return new BoxKeys(folder, await readSecret(file, root));
    await refuseWithoutSecret(folder, file);
    return new BoxKeys(folder, await makeSecret(file, root));
  }

  private constructor(folder: string, key: Buffer) {
    this.#folder = folder;
    this.#key = key;
  }

  /** Bytes that only `open` with the same purpose, on this machine, turns back. */
  seal(purpose: string, bytes: Uint8Array): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce, { authTagLength: TAG_BYTES }).setAAD(authenticated(purpose));
    const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), nonce, ciphertext, cipher.getAuthTag()]);
  }

  /** Throws 'keys.damaged' when the bytes are not what this box sealed for this purpose. */
  open(purpose: string, sealed: Uint8Array): Buffer {
    if (sealed.length < OVERHEAD || sealed[0] !== VERSION) throw damaged(purpose);
    const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
    const decipher = createDecipheriv(CIPHER, this.#key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(authenticated(purpose)).setAuthTag(sealed.subarray(-TAG_BYTES));
    const plain = decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES));
    try {
      return Buffer.concat([plain, decipher.final()]);
    } catch (cause) {
      throw damaged(purpose, cause);
    }
  }

  /** Keeps bytes in a sealed file, durably; replaces what was kept under the name. */
  async keep(name: string, bytes: Uint8Array): Promise<void> {
    await writeDurably(this.#file(name), this.seal(purposeOf(name), bytes));
  }

  /** What was kept, or undefined when nothing was. Throws 'keys.damaged' and 'keys.exposed'. */
  async take(name: string): Promise<Buffer | undefined> {
    const file = this.#file(name);
    try {
      await refuseExposed(file);
      return this.open(purposeOf(name), await readFile(file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      if (isFault(error) || (error as NodeJS.ErrnoException).code === undefined) throw error;
      throw new Fault('keys.damaged', `The disk does not give back ${file}: ${(error as Error).message}.`, { cause: error });
    }
  }

  /** Removes what was kept, durably. A disk may still hold traces; they are sealed. */
  async forget(name: string): Promise<void> {
    await removeDurably(this.#file(name));
  }

  #file(name: string): string {
    if (!NAME.test(name)) throw new TypeError(`'${name}' is no name of a key`);
    return path.join(this.#folder, `${name}${ENDING}`);
  }
}

/** A new secret beside sealed files would lock them for ever, and hide that the old one is missing. */
async function refuseWithoutSecret(folder: string, file: string): Promise<void> {
  const sealed = (await readdir(folder)).filter((name) => name.endsWith(ENDING));
  if (sealed.length === 0) return;
  throw new Fault(
    'keys.damaged',
    `The box's secret ${file} is missing, but ${sealed.length} sealed files in ${folder} need it. Nothing was changed, and the backups are untouched. ` +
      'Bring the file back (HOLDFAST_SEAL says where it lies); or move the folder of the keys away, start again, and open the backups with the passphrase or the recovery kit.',
  );
}

function purposeOf(name: string): string {
  return `file:${name}`;
}

function authenticated(purpose: string): Buffer {
  return Buffer.from(`holdfast seal 1\0${purpose}`, 'utf8');
}

function damaged(purpose: string, cause?: unknown): Fault {
  return new Fault('keys.damaged', `What the box sealed (${purpose}) is damaged, or was sealed by other keys. Nothing was changed.`, {
    cause,
  });
}
