/** Builds the table of all blobs from all index files. */
import { Fault } from '../../base/index.ts';
import type { Sealer } from '../crypto/seal.ts';
import { listThere, type Store } from '../stores/store.ts';
import { loadIndex, type PackContents } from './files.ts';
import { type BlobPlace, BlobTable, type BlobType } from './table.ts';

/** The whole index in memory. */
export interface LoadedIndex {
  readonly table: BlobTable;
  /** Names of packs; a place's `pack` counts into this list. */
  readonly packs: string[];
}

/** An entry of a compressed index file takes some 40 bytes: the id does not compress. Uncompressed ones take more. */
const FEWEST_BYTES_PER_BLOB = 36;

/** All packs that the index files list, or those for which `isWanted` says so. */
export async function loadTable(
  from: { store: Store; sealer: Sealer },
  isWanted?: (pack: PackContents) => Promise<boolean>,
): Promise<LoadedIndex> {
  const files: string[] = [];
  let expected = 0;
  for await (const { name, sizeBytes } of listThere(from.store, 'index')) {
    files.push(name);
    expected += Math.ceil(sizeBytes / FEWEST_BYTES_PER_BLOB);
  }
  const index: LoadedIndex = { table: BlobTable.create(expected), packs: [] };
  for (const file of files) {
    for (const pack of await loadIndex(from, file)) if (!isWanted || (await isWanted(pack))) addPack(index, pack);
  }
  return index;
}

/** Adds the blobs of one pack. */
export function addPack({ table, packs }: LoadedIndex, { id, blobs }: PackContents): void {
  const pack = packs.push(id) - 1;
  for (const blob of blobs) {
    const plainLength = blob.uncompressed_length ?? 0;
    table.add(Buffer.from(blob.id, 'hex'), blob.type, { pack, offset: blob.offset, length: blob.length, plainLength });
  }
}

/** What is said of a blob that the table does not know. */
export function notIndexed(type: BlobType, id: string): Fault {
  return new Fault('repository.blob.missing', `The ${type} blob ${id} is in no index: its pack or index file is gone.`);
}

/** The name of the pack in which a blob lies. */
export function packOf({ packs }: LoadedIndex, place: BlobPlace): string {
  const name = packs[place.pack];
  if (!name) throw new Fault('repository.damaged', `The index names a pack (${place.pack}) that it does not list.`);
  return name;
}
