/**
 * From a password to a key: scrypt, as slow as this machine can bear.
 * Source: C. Percival, "Stronger Key Derivation via Sequential Memory-Hard Functions" (RFC 7914); parameters as restic chooses them.
 */
import { scrypt } from 'node:crypto';
import type { SealKey } from './seal.ts';

/** A text stands for its UTF-8; bytes are taken as they are, for they may be no text. */
export type Password = string | Uint8Array;

export interface ScryptParameters {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

const SALT_BYTES = 64;
const TARGET_MS = 500;
/** 128·N·r bytes are needed: 32 MiB here. Twice that is over restic's limit of 60 MiB. */
const BASE: ScryptParameters = { N: 32768, r: 8, p: 1 };
const MOST_ROUNDS = 16;
/** A hostile key file must not make the box ask for all memory, or for hours: both are far above what any writer uses. */
const MOST_MEMORY_BYTES = 1 << 30;
const MOST_WORK = BASE.N * BASE.r * 256;

/** Whether parameters from a key file are sane enough to be tried. */
export function isUsable({ N, r, p }: ScryptParameters, salt: Uint8Array): boolean {
  if (![N, r, p].every((value) => Number.isSafeInteger(value) && value > 0)) return false;
  const isBearable = memoryFor({ N, r, p }) <= MOST_MEMORY_BYTES && N * r * p <= MOST_WORK;
  return isBearable && N > 1 && Number.isInteger(Math.log2(N)) && salt.length === SALT_BYTES;
}

/** Parameters that take about half a second on this machine. */
export async function calibrate(): Promise<ScryptParameters> {
  const started = performance.now();
  await deriveKey('calibration', Buffer.alloc(SALT_BYTES), BASE);
  const rounds = Math.round(TARGET_MS / Math.max(1, performance.now() - started));
  return { ...BASE, p: Math.min(MOST_ROUNDS, Math.max(1, rounds)) };
}

/** Runs on a thread of Node's own pool: nothing waits for it but the caller. */
export async function deriveKey(password: Password, salt: Uint8Array, { N, r, p }: ScryptParameters): Promise<SealKey> {
  const maxmem = memoryFor({ N, r, p }) + (1 << 20);
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  scrypt(password, salt, 64, { N, r, p, maxmem }, (error, key) => (error ? reject(error) : resolve(key)));
  const bytes = await promise;
  return { encrypt: bytes.subarray(0, 32), macK: bytes.subarray(32, 48), macR: bytes.subarray(48, 64) };
}

function memoryFor({ N, r, p }: ScryptParameters): number {
  return 128 * r * (N + p + 2);
}
