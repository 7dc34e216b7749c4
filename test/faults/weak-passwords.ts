/**
 * Import first: a password costs no time. Whatever a key file asks for, the key is derived with the least scrypt can do, so only
 * programs that import this open what they wrote; restic needs a key of its own (`plantWeakKey`).
 */
import crypto, { type BinaryLike, type ScryptOptions } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { Sealer, type SealKey } from '../../src/repository/crypto/seal.ts';
import { type Store, writeFile } from '../../src/repository/stores/store.ts';

const WEAKEST = { N: 16, r: 1, p: 1 };
const { scrypt, scryptSync, hash } = crypto;

type Heard = (error: Error | null, key: Buffer<ArrayBuffer>) => void;
crypto.scrypt = ((password: BinaryLike, salt: BinaryLike, length: number, _: ScryptOptions, heard: Heard) =>
  scrypt(password, salt, length, WEAKEST, heard)) as typeof scrypt;
syncBuiltinESMExports();

/** A key file that says how weak it is, so that every program opens it. */
export async function plantWeakKey(store: Store, master: SealKey, password: string): Promise<void> {
  const salt = Buffer.alloc(64, 7);
  const derived = scryptSync(password, salt, 64, WEAKEST);
  const sealer = new Sealer({ encrypt: derived.subarray(0, 32), macK: derived.subarray(32, 48), macR: derived.subarray(48) });
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const secret = JSON.stringify({ mac: { k: base64(master.macK), r: base64(master.macR) }, encrypt: base64(master.encrypt) });
  const about = { created: '2026-01-02T03:04:05Z', username: 'anna', hostname: 'box', kdf: 'scrypt', ...WEAKEST };
  const text = JSON.stringify({ ...about, salt: base64(salt), data: base64(sealer.seal(Buffer.from(secret))) });
  await writeFile(store, 'keys', hash('sha256', text), Buffer.from(text));
}
