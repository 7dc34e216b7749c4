/** What snapshots take in the repository: each blob they need, once. */
import { SEAL_OVERHEAD } from '../crypto/seal.ts';
import { reachableBlobs } from '../reachable.ts';
import type { Repository } from '../repository.ts';
import type { Snapshot } from '../snapshots.ts';

/** Sealed bytes, with what sealing adds. */
export interface RawData {
  /** As large as all blobs were without compression. */
  readonly uncompressedBytes: number;
  readonly compressedBlobsBytes: number;
  readonly compressedBlobsUncompressedBytes: number;
}

export async function countBlobs(
  repository: Repository,
  snapshots: readonly Snapshot[],
  signal: AbortSignal,
): Promise<{ totalBytes: number; blobs: number; raw: RawData }> {
  const { blobs } = await reachableBlobs(repository, snapshots, signal);
  const counts = { totalBytes: 0, blobs: 0 };
  const raw = { uncompressedBytes: 0, compressedBlobsBytes: 0, compressedBlobsUncompressedBytes: 0 };
  for (const { storedLength, plainLength, isCompressed } of blobs.entries()) {
    const uncompressed = plainLength + SEAL_OVERHEAD;
    counts.blobs++;
    counts.totalBytes += storedLength;
    raw.uncompressedBytes += uncompressed;
    if (!isCompressed) continue;
    raw.compressedBlobsBytes += storedLength;
    raw.compressedBlobsUncompressedBytes += uncompressed;
  }
  return { ...counts, raw };
}
