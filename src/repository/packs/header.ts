/**
 * The header of a pack: types, lengths and ids of its blobs, sealed, at the end of the file.
 * Source: restic's design document, "Pack Format".
 */
import { Fault } from '../../base/index.ts';
import { SEAL_OVERHEAD } from '../crypto/seal.ts';
import type { PackedBlob } from '../index/files.ts';

/** Bit 0 of the type byte says tree, bit 1 says compressed. */
const TREE = 1;
const COMPRESSED = 2;
const RAW_ENTRY_BYTES = 37;
const COMPRESSED_ENTRY_BYTES = 41;

/** The unsealed length of the header for these blobs. */
export function headerLength(blobs: readonly PackedBlob[]): number {
  return blobs.reduce((sum, blob) => sum + (blob.uncompressed_length === undefined ? RAW_ENTRY_BYTES : COMPRESSED_ENTRY_BYTES), 0);
}

/** Behind the sealed header stands its length. */
export const HEADER_LENGTH_BYTES = 4;

/** What the file of a pack with these blobs must measure. */
export function packSize(blobs: readonly PackedBlob[]): number {
  const content = blobs.reduce((sum, { length }) => sum + length, 0);
  return content + headerLength(blobs) + SEAL_OVERHEAD + HEADER_LENGTH_BYTES;
}

export function encodeHeader(blobs: readonly PackedBlob[]): Buffer {
  const header = Buffer.allocUnsafe(headerLength(blobs));
  let at = 0;
  for (const { id, type, length, uncompressed_length } of blobs) {
    at = header.writeUInt8((type === 'tree' ? TREE : 0) | (uncompressed_length === undefined ? 0 : COMPRESSED), at);
    at = header.writeUInt32LE(length, at);
    if (uncompressed_length !== undefined) at = header.writeUInt32LE(uncompressed_length, at);
    at += header.write(id, at, 'hex');
  }
  return header;
}

/** Throws 'repository.damaged' when the bytes are no header. Offsets follow from the lengths. */
export function decodeHeader(header: Buffer): PackedBlob[] {
  const blobs: PackedBlob[] = [];
  let offset = 0;
  for (let at = 0; at < header.length; ) {
    const kind = header[at]!;
    const size = kind & COMPRESSED ? COMPRESSED_ENTRY_BYTES : RAW_ENTRY_BYTES;
    if (kind > (TREE | COMPRESSED) || at + size > header.length)
      throw new Fault('repository.damaged', 'The header of a pack makes no sense.');
    const length = header.readUInt32LE(at + 1);
    const id = header.toString('hex', at + size - 32, at + size);
    const blob: PackedBlob = { id, type: kind & TREE ? 'tree' : 'data', offset, length };
    blobs.push(kind & COMPRESSED ? { ...blob, uncompressed_length: header.readUInt32LE(at + 5) } : blob);
    offset += length;
    at += size;
  }
  return blobs;
}
