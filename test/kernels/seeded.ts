/** Bytes that look random and follow from a seed: the key stream of AES-128 in counter mode. */
import { createCipheriv } from 'node:crypto';

export function seededBytes(seed: number, length: number): Buffer {
  const key = Buffer.alloc(16);
  key.writeUInt32LE(seed);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}
