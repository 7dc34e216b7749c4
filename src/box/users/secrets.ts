/**
 * What a browser or a script shows to be let in, and what the box keeps of it: only a hash.
 *
 * 256 random bits cannot be guessed, so one round of SHA-256 is enough, and finding them is one look into an index.
 */
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SESSION_TOKEN = /^[A-Za-z0-9_-]{43}$/;
/** 43 digits of base 62 hold 256 bits, 6 hold the CRC-32 of the rest: scanners for leaked secrets recognise the prefix, and a typing error is seen. */
const API_TOKEN = /^(hf_[0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

export function isSessionToken(text: string): boolean {
  return SESSION_TOKEN.test(text);
}

export function newApiToken(): string {
  const body = `hf_${base62(BigInt(`0x${randomBytes(32).toString('hex')}`), 43)}`;
  return body + checksum(body);
}

export function isApiToken(text: string): boolean {
  const [, body, sum] = API_TOKEN.exec(text) ?? [];
  return body !== undefined && sum === checksum(body);
}

export function hashOfToken(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}

/** For rows that people refer to; not secret. */
export function newId(): string {
  return randomBytes(8).toString('hex');
}

function checksum(body: string): string {
  return base62(BigInt(crc32(body)), 6);
}

function base62(value: bigint, digits: number): string {
  let text = '';
  for (let rest = value; text.length < digits; rest /= 62n) text = BASE62[Number(rest % 62n)] + text;
  return text;
}
