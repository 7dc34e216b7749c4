/**
 * The index without the packs that are missing or have not their size: what is in them counts as not stored.
 *
 * So a backup stores it anew while the source still has it. Costs the list of all packs. Memory: some hundred bytes a pack meanwhile.
 */
import type { Sealer } from '../crypto/seal.ts';
import { packSize } from '../packs/header.ts';
import { listThere, type Store } from '../stores/store.ts';
import { type LoadedIndex, loadTable } from './load.ts';

export interface PresentIndex extends LoadedIndex {
  /** Packs that index files list, and that are missing or cut off. */
  readonly lost: ReadonlySet<string>;
}

export async function loadPresent(from: { store: Store; sealer: Sealer }): Promise<PresentIndex> {
  const sizes = new Map<string, number>();
  for await (const { name, sizeBytes } of listThere(from.store, 'data')) sizes.set(name, sizeBytes);
  const lost = new Set<string>();
  const index = await loadTable(from, async ({ id, blobs }) => {
    const expected = packSize(blobs);
    // One that another program stored since the list was made must not count as missing.
    const isThere = sizes.get(id) === expected || (await from.store.stat('data', id))?.sizeBytes === expected;
    if (isThere) lost.delete(id);
    else lost.add(id);
    return isThere;
  });
  return { ...index, lost };
}
