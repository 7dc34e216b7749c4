/**
 * A blob on its way into a pack and out of it: compressed where that wins, sealed, named by the SHA-256 of its plaintext.
 * Source: restic's design document, "Pack Format" and "Compression".
 */
import { hash } from 'node:crypto';
import { Fault } from '../../base/index.ts';
import type { Sealer } from '../crypto/seal.ts';
import { release } from '../release.ts';
import { compress, decompress } from './zstd.ts';

/** Below this, zstd's own framing eats the gain. */
const LEAST_BYTES_TO_COMPRESS = 64;
/** A file's chunk is 8 MiB at most, but a tree blob is as large as its folder. */
const MOST_PLAIN_BYTES = 0xffffffff;

/** `plainLength` is undefined when the blob is stored as it is. */
export interface PackableBlob {
  readonly sealed: Buffer;
  readonly plainLength: number | undefined;
}

export function blobId(plaintext: Uint8Array): Buffer {
  return hash('sha256', plaintext, 'buffer');
}

const ID_CHARACTERS = 64;

/** Ids in hex from one text of them, as threads hand each other the content of a file. */
export function splitIds(joined: string): string[] {
  return Array.from({ length: joined.length / ID_CHARACTERS }, (_, at) => joined.slice(at * ID_CHARACTERS, (at + 1) * ID_CHARACTERS));
}

/** Format 1 knows no compression. */
export function sealBlob(sealer: Sealer, plaintext: Uint8Array, version: number): PackableBlob {
  if (version > 1 && plaintext.length >= LEAST_BYTES_TO_COMPRESS) {
    const compressed = compress(plaintext);
    if (compressed.length < plaintext.length) return { sealed: sealer.seal(compressed), plainLength: plaintext.length };
  }
  return { sealed: sealer.seal(plaintext), plainLength: undefined };
}

/** The plaintext, proven to be what `id` names. Throws 'repository.damaged'. */
export function openBlob(sealer: Sealer, sealed: Uint8Array, expected: { id: Uint8Array; plainLength: number }): Buffer {
  const { plaintext, stored } = openStored(sealer, sealed, expected);
  if (stored !== plaintext) release(stored);
  return plaintext;
}

/** The same, and what was under the seal: compressed, where `plainLength` is not 0. */
export function openStored(
  sealer: Sealer,
  sealed: Uint8Array,
  expected: { id: Uint8Array; plainLength: number },
): { plaintext: Buffer; stored: Buffer } {
  const stored = sealer.open(sealed);
  const plaintext = expected.plainLength === 0 ? stored : unpack(stored, expected.plainLength);
  const isWhole = blobId(plaintext).equals(expected.id) && (expected.plainLength === 0 || plaintext.length === expected.plainLength);
  if (!isWhole) throw new Fault('repository.damaged', 'A stored blob is damaged: its content does not match its name.');
  return { plaintext, stored };
}

function unpack(stored: Buffer, plainLength: number): Buffer {
  if (plainLength > MOST_PLAIN_BYTES) throw new Fault('repository.damaged', 'A stored blob claims an impossible length.');
  try {
    return decompress(stored, plainLength);
  } catch (error) {
    throw new Fault('repository.damaged', 'A stored blob is damaged: it cannot be decompressed.', { cause: error });
  }
}
