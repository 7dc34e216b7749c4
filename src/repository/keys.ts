/**
 * Key files: each seals the repository's one master key with a password.
 * Source: restic's design document, "Keys, Encryption and MAC". Key files are plain JSON named by their SHA-256.
 */
import { hash, randomBytes } from 'node:crypto';
import os from 'node:os';
import { Fault, isFault } from '../base/index.ts';
import { calibrate, deriveKey, isUsable, type Password, type ScryptParameters } from './crypto/password.ts';
import { Sealer, type SealKey } from './crypto/seal.ts';
import { thisOwner } from './owner.ts';
import { type Store, writeFile } from './stores/store.ts';

export interface KeyInfo {
  readonly id: string;
  /** Whether the repository was opened with this key. */
  readonly current: boolean;
  /** RFC 3339. */
  readonly created: string;
  readonly username: string;
  readonly hostname: string;
}

interface KeyFile extends ScryptParameters {
  readonly created: string;
  readonly username: string;
  readonly hostname: string;
  readonly kdf: string;
  readonly salt: string;
  readonly data: string;
}

export function newMasterKey(): SealKey {
  return { encrypt: randomBytes(32), macK: randomBytes(16), macR: randomBytes(16) };
}

export interface NewKey {
  readonly password: Password;
  /** Whose key it is; of the account that runs this unless given. */
  readonly username?: string | undefined;
}

/** Stores the master key under one more password; the new key's description. */
export async function writeKey(store: Store, master: SealKey, { password, username }: NewKey): Promise<KeyInfo> {
  const parameters = await calibrate();
  const salt = randomBytes(64);
  const sealer = new Sealer(await deriveKey(password, salt, parameters));
  const secret = { mac: { k: base64(master.macK), r: base64(master.macR) }, encrypt: base64(master.encrypt) };
  const about = { created: new Date().toISOString(), username: username ?? thisOwner().username, hostname: os.hostname() };
  const file: KeyFile = {
    ...about,
    kdf: 'scrypt',
    ...parameters,
    salt: base64(salt),
    data: base64(sealer.seal(Buffer.from(JSON.stringify(secret)))),
  };
  const bytes = Buffer.from(JSON.stringify(file));
  const id = hash('sha256', bytes);
  await writeFile(store, 'keys', id, bytes);
  return { id, current: false, ...about };
}

/**
 * Tries the password on every key file. Throws 'repository.password.wrong', or 'repository.damaged' when some key file could
 * not be tried: then the password may well be right.
 */
export async function findKey(store: Store, password: Password): Promise<{ id: string; master: SealKey }> {
  let tried = 0;
  let damage: Fault | undefined;
  for await (const { name } of store.list('keys')) {
    try {
      const master = await tryKey(await readKeyFile(store, name), { id: name, password });
      if (master) return { id: name, master };
      tried++;
    } catch (error) {
      if (!isFault(error, 'repository.damaged')) throw error;
      damage ??= error;
    }
  }
  if (damage) {
    const meaning = tried > 0 ? 'The password opens none of the other keys.' : 'No other key is there.';
    throw new Fault('repository.damaged', `${damage.message} ${meaning}`, { cause: damage });
  }
  if (tried === 0)
    throw new Fault('repository.damaged', `The repository in ${store.location} has no key file, so no password can open it.`);
  const message = `The password is wrong: it opens no key of the repository in ${store.location}. Nothing was changed.`;
  throw new Fault('repository.password.wrong', message);
}

/** Describes every key file, oldest first. Damaged ones throw: a key that cannot be read must not be overlooked. */
export async function readKeys(store: Store, currentId: string): Promise<KeyInfo[]> {
  const keys: KeyInfo[] = [];
  for await (const { name } of store.list('keys')) {
    const { created, username, hostname } = await readKeyFile(store, name);
    keys.push({ id: name, current: name === currentId, created, username, hostname });
  }
  return keys.sort((a, b) => Date.parse(a.created) - Date.parse(b.created));
}

/** Throws 'repository.damaged'. Whether a password opens it is another question. */
export async function readKeyFile(store: Store, id: string): Promise<KeyFile> {
  const bytes = await store.read('keys', id);
  if (hash('sha256', bytes) !== id) throw damagedKey(id, 'its content does not match its name');
  let file: Partial<KeyFile> | null;
  try {
    file = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw damagedKey(id, 'it cannot be decoded', error);
  }
  const texts = [file?.created, file?.username, file?.hostname, file?.kdf, file?.salt, file?.data];
  if (!file || !texts.every((text) => typeof text === 'string')) throw damagedKey(id, 'it is no key');
  return file as KeyFile;
}

/** Undefined when the password is not this key's. */
async function tryKey(file: KeyFile, { id, password }: { id: string; password: Password }): Promise<SealKey | undefined> {
  const salt = Buffer.from(file.salt, 'base64');
  if (file.kdf !== 'scrypt' || !isUsable(file, salt)) throw damagedKey(id, 'it asks for a key derivation that no program would use');
  const plain = new Sealer(await deriveKey(password, salt, file)).tryOpen(Buffer.from(file.data, 'base64'));
  if (!plain) return undefined;
  try {
    const secret = JSON.parse(plain.toString('utf8')) as { mac: { k: string; r: string }; encrypt: string };
    return { encrypt: keyBytes(secret.encrypt, 32), macK: keyBytes(secret.mac.k, 16), macR: keyBytes(secret.mac.r, 16) };
  } catch (error) {
    throw damagedKey(id, 'the password opens it, but it holds no master key', error);
  }
}

function keyBytes(base64: string, length: number): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== length) throw new Error(`a key of ${bytes.length} bytes where ${length} belong`);
  return bytes;
}

function damagedKey(id: string, why: string, cause?: unknown): Fault {
  return new Fault('repository.damaged', `The key file keys/${id} is damaged: ${why}.`, { cause });
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
