/**
 * Takes packs out of the index: index files that name them are replaced by ones that do not.
 *
 * Invariant: a pack that stays is named by some index file at every moment, but for the emergency below.
 */
import { isFault } from '../../base/index.ts';
import type { Repository } from '../repository.ts';
import { BLOBS_PER_INDEX, loadIndex, type PackContents, saveIndex } from './files.ts';

export interface RewriteOptions {
  readonly indexFiles: readonly string[];
  /** Asked of every entry, more than once. */
  readonly isGone: (pack: PackContents) => boolean;
  readonly signal: AbortSignal;
}

/** Index files with fewer blobs are joined with others that are rewritten. */
const SMALL_INDEX_BLOBS = BLOBS_PER_INDEX / 10;
/** From so many small ones on they are joined, also when nothing in them goes. */
const SMALL_INDEX_FILES = 20;

/** Memory: one index file that is read, one that is written. */
export async function rewriteIndex(repository: Repository, { indexFiles, isGone, signal }: RewriteOptions): Promise<void> {
  let batch: { files: string[]; packs: PackContents[]; blobs: number } = { files: [], packs: [], blobs: 0 };
  const flush = async () => {
    await replace(repository, batch);
    batch = { files: [], packs: [], blobs: 0 };
  };
  for (const file of indexFiles) {
    signal.throwIfAborted();
    const packs = await loadIndex(repository, file);
    const isSmall = indexFiles.length >= SMALL_INDEX_FILES && blobsOf(packs) < SMALL_INDEX_BLOBS;
    if (!isSmall && !packs.some(isGone)) continue;
    const left = packs.filter((pack) => !isGone(pack));
    if (batch.blobs + blobsOf(left) > BLOBS_PER_INDEX) await flush();
    batch.files.push(file);
    batch.packs.push(...left);
    batch.blobs += blobsOf(left);
  }
  await flush();
}

async function replace(
  repository: Repository,
  { files, packs }: { files: readonly string[]; packs: readonly PackContents[] },
): Promise<void> {
  const unique = [...new Map(packs.map((pack) => [pack.id, pack])).values()];
  const remove = async () => {
    for (const file of files) await repository.store.remove('index', file);
  };
  if (unique.length === 0) return await remove();
  try {
    await saveIndex(repository, unique);
  } catch (error) {
    if (!isFault(error, 'store.full')) throw error;
    // Not even room for an index file. The old ones make room for the new one, which is smaller: cut off here, packs are for a moment
    // in no index. Nothing is lost then, as packs list their blobs themselves and the index can be built from them again.
    await remove();
    await saveIndex(repository, unique);
    return;
  }
  await remove();
}

function blobsOf(packs: readonly PackContents[]): number {
  return packs.reduce((sum, { blobs }) => sum + blobs.length, 0);
}
