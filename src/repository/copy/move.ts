/**
 * Moves needed blobs from one repository to another, in the order in which they lie: packs of which everything is needed as files,
 * where the master key is the same; else blob by blob.
 *
 * Invariant: an index file names a pack only when that one is durable. Whenever it ends early, what is whole is listed.
 */
import { isFault, type Report } from '../../base/index.ts';
import { isSameKey } from '../crypto/seal.ts';
import { loadIndex, type PackContents } from '../index/files.ts';
import { IndexWriter } from '../index/writer.ts';
import { type PackToMove, repack } from '../repack/repack.ts';
import type { Repository } from '../repository.ts';
import { listThere } from '../stores/store.ts';
import type { Broken } from './broken.ts';
import type { NeededBlobs } from './needed.ts';

export interface MoveOptions {
  readonly from: Repository;
  readonly needed: NeededBlobs;
  /** Takes what cannot be read anywhere. */
  readonly broken: Broken;
  readonly signal: AbortSignal;
  readonly workers?: number | undefined;
  readonly report?: Report | undefined;
  readonly onPack: (pack: PackContents) => void;
}

/** The number of packs that were copied as files. */
export async function moveNeeded(to: Repository, options: MoveOptions): Promise<number> {
  const { from, needed, broken, signal, workers, report } = options;
  const index = new IndexWriter(to);
  const onPack = (pack: PackContents) => {
    options.onPack(pack);
    index.add(pack);
  };
  try {
    const asFiles = await repack(to, packsToMove(to, options), {
      from,
      signal,
      workers,
      report,
      onPack,
      onLost: ({ type, id }, fault) => broken.add(type, id, fault),
      bytesTotal: needed.bytes,
      compress: from.version === 1 && to.version > 1,
    });
    await index.finish();
    return asFiles;
  } catch (error) {
    // The next copy uses what is listed; the failure before is the one to tell.
    if (!isFault(signal.reason, 'repository.lock.lost')) await index.finish().catch(() => {});
    throw error;
  }
}

async function* packsToMove(to: Repository, { from, needed, signal }: MoveOptions): AsyncGenerator<PackToMove> {
  const { table } = await to.index();
  const seen = new Set<string>();
  for await (const { name } of listThere(from.store, 'index')) {
    for (const { id, blobs } of await loadIndex(from, name)) {
      signal.throwIfAborted();
      if (seen.has(id)) continue;
      seen.add(id);
      const wanted = blobs.filter((blob) => {
        const blobId = Buffer.from(blob.id, 'hex');
        return needed.blobs.has(blobId, blob.type) && table.claim(blobId, blob.type);
      });
      if (wanted.length === 0) continue;
      const asFile = wanted.length === blobs.length && isGoodAsFile(to, from, blobs);
      yield { id, blobs: wanted.toSorted((a, b) => a.offset - b.offset), asFile };
    }
  }
}

/** Old packs may hold data and trees side by side, which format 2 forbids; and format 1 knows no compression. */
function isGoodAsFile(to: Repository, from: Repository, blobs: PackContents['blobs']): boolean {
  const isOfOneType = blobs.every(({ type }) => type === blobs[0]!.type);
  const isUnderstood = to.version > 1 || blobs.every(({ uncompressed_length }) => uncompressed_length === undefined);
  return isOfOneType && isUnderstood && isSameKey(to.master, from.master);
}
