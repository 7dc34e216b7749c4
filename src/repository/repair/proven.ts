/** Blobs that are proven whole: in this repository at some other place, or in another one that holds the same. */
import { Fault, isFault } from '../../base/index.ts';
import { loadBlob } from '../browse.ts';
import { isDamage } from '../check/problem.ts';
import { type LoadedIndex, packOf } from '../index/load.ts';
import type { BlobType } from '../index/table.ts';
import { openBlob } from '../packs/blob.ts';
import type { Repository } from '../repository.ts';

export interface BlobName {
  readonly id: string;
  readonly type: BlobType;
}

/** Whether the blob can be read from a pack that is not among `bad`, or lies in one that the disk does not give now. */
export async function isWholeElsewhere(repository: Repository, { id, type }: BlobName, bad: ReadonlySet<string>): Promise<boolean> {
  const index = await repository.index();
  const bytes = Buffer.from(id, 'hex');
  for (const place of index.table.places(bytes, type)) {
    const pack = packOf(index, place);
    if (bad.has(pack)) continue;
    try {
      openBlob(repository.sealer, await repository.store.read('data', pack, place), { id: bytes, plainLength: place.plainLength });
      return true;
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (error.code === 'store.unreachable') return true;
    }
  }
  return false;
}

/** The blob's content as another repository holds it; undefined when that one has it not, or not whole. */
export async function blobFrom(other: Repository | undefined, { id, type }: BlobName): Promise<Buffer | undefined> {
  if (!other) return undefined;
  try {
    return await loadBlob(other, id, type);
  } catch (error) {
    if (!isFault(error, 'repository.damaged', 'repository.blob.missing')) throw error;
    return undefined;
  }
}

/** The index of a repository under repair. Throws 'repository.damaged' with what to do first when an index file is. */
export async function indexOf(repository: Repository): Promise<LoadedIndex> {
  try {
    return await repository.index();
  } catch (error) {
    if (!isFault(error, 'repository.damaged')) throw error;
    throw new Fault('repository.damaged', `${error.message} Repair the index first, with repair index.`, { cause: error });
  }
}

/** Throws 'input.invalid' when both are the same: nothing can be taken from itself. */
export function refuseItself(repository: Repository, other: Repository | undefined): void {
  if (other?.store.location !== repository.store.location) return;
  throw new Fault('input.invalid', 'The repository to take from is the one to be repaired. Name another one.');
}
