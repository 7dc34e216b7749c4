/**
 * Index files: which blobs each pack holds, stored beside the packs so that nobody has to read the packs to know.
 * Source: restic's design document, "Indexing".
 */
import { Fault } from '../../base/index.ts';
import { SEAL_OVERHEAD, type Sealer } from '../crypto/seal.ts';
import { isFileId, type Store } from '../stores/store.ts';
import { loadUnpacked, saveUnpacked } from '../unpacked.ts';
import type { BlobType } from './table.ts';

export interface PackedBlob {
  /** SHA-256 of the plaintext, hex. */
  readonly id: string;
  readonly type: BlobType;
  readonly offset: number;
  /** Stored bytes, the seal included. */
  readonly length: number;
  /** Absent when the blob is stored uncompressed. */
  readonly uncompressed_length?: number | undefined;
}

/** A pack and everything in it, in the order it lies there. */
export interface PackContents {
  readonly id: string;
  readonly blobs: readonly PackedBlob[];
}

/** One index file lists about this many blobs at most. */
export const BLOBS_PER_INDEX = 50_000;

/** Stores the packs as one index file and returns its id. A pack is always whole within one file. */
export async function saveIndex(to: { store: Store; sealer: Sealer; version: number }, packs: readonly PackContents[]): Promise<string> {
  return await saveUnpacked(to, 'index', JSON.stringify({ packs }));
}

/** The packs of one index file, checked. Throws 'repository.damaged'. */
export async function loadIndex(from: { store: Store; sealer: Sealer }, id: string): Promise<PackContents[]> {
  const { packs } = (await loadUnpacked(from, 'index', id)) as { packs?: PackContents[] };
  if (!Array.isArray(packs)) throw new Fault('repository.damaged', `The file index/${id} is damaged: it lists no packs.`);
  for (const pack of packs) {
    if (!isFileId(String(pack?.id)) || !Array.isArray(pack.blobs) || !pack.blobs.every(isPackedBlob)) {
      throw new Fault('repository.damaged', `The file index/${id} is damaged: its entry for pack ${String(pack?.id)} makes no sense.`);
    }
  }
  return packs;
}

function isPackedBlob(blob: PackedBlob): boolean {
  return (
    isFileId(String(blob?.id)) &&
    (blob.type === 'data' || blob.type === 'tree') &&
    isLength(blob.offset) &&
    isLength(blob.length) &&
    blob.length >= SEAL_OVERHEAD &&
    isLength(blob.uncompressed_length ?? 0)
  );
}

function isLength(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}
