/** Compares what the index files list with the packs that are really there. */
import { loadIndex, type PackContents } from '../index/files.ts';
import { addPack, type LoadedIndex } from '../index/load.ts';
import { BlobTable } from '../index/table.ts';
import { packSize } from '../packs/header.ts';
import type { Repository } from '../repository.ts';
import { listThere } from '../stores/store.ts';
import { type Found, isDamage } from './problem.ts';

export interface Inventory {
  readonly index: LoadedIndex;
  /** Index files that could be read. */
  readonly indexFiles: readonly string[];
  /** Packs that are listed, there, and of the right size. */
  readonly sizes: ReadonlyMap<string, number>;
  /** How many packs no index file that could be read lists. */
  readonly orphans: number;
}

/** Reads all index files and lists all packs; whatever does not fit is told to `found`. */
export async function takeInventory(repository: Repository, found: Found): Promise<Inventory> {
  const index: LoadedIndex = { table: BlobTable.create(0), packs: [] };
  const indexFiles: string[] = [];
  const expected = new Map<string, number>();
  for await (const { name } of listThere(repository.store, 'index')) {
    const packs = await packsOf(repository, name, found);
    if (!packs) continue;
    indexFiles.push(name);
    for (const pack of packs) {
      const size = packSize(pack.blobs);
      const listed = expected.get(pack.id);
      if (listed === undefined) addPack(index, pack);
      else if (listed !== size) found({ kind: 'index', message: `Two index files disagree on what the pack data/${pack.id} holds.` });
      expected.set(pack.id, size);
    }
  }
  return { index, indexFiles, ...(await comparePacks(repository, expected, found)) };
}

async function packsOf(repository: Repository, indexFile: string, found: Found): Promise<PackContents[] | undefined> {
  try {
    return await loadIndex(repository, indexFile);
  } catch (error) {
    if (!isDamage(error)) throw error;
    found({ kind: 'index', message: error.message });
    return undefined;
  }
}

async function comparePacks(
  repository: Repository,
  expected: ReadonlyMap<string, number>,
  found: Found,
): Promise<{ sizes: Map<string, number>; orphans: number }> {
  const sizes = new Map<string, number>();
  const missing = new Set(expected.keys());
  let orphans = 0;
  for await (const { name, sizeBytes } of repository.store.list('data')) {
    const size = expected.get(name);
    missing.delete(name);
    if (size === undefined) orphans++;
    else if (size === sizeBytes) sizes.set(name, size);
    else
      found({ kind: 'pack', message: `The pack data/${name} is damaged: it has ${sizeBytes} bytes and should have ${size}.`, pack: name });
  }
  for (const id of missing) found({ kind: 'pack', message: `The pack data/${id} is missing; the index says it holds data.`, pack: id });
  return { sizes, orphans };
}
