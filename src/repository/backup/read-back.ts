/**
 * Reads a pack back that was just stored, and proves it.
 *
 * Owns: that the bytes come from the medium as far as the system allows, not from its memory. (A drive's own cache may still answer.)
 * Runs in the thread that gives the orders: what forgets the cached bytes is native code.
 */
import { closeSync, constants, openSync } from 'node:fs';
import { Fault } from '../../base/index.ts';
import { dropFromCache } from '../../posix/index.ts';
import type { Crew } from '../crew/crew.ts';
import type { PackContents } from '../index/files.ts';
import type { Store } from '../stores/store.ts';

/** Throws 'repository.damaged' when the pack is not what was meant to be stored, and the store's Faults. */
export async function readBack(crew: Crew, store: Store, { id, blobs }: PackContents): Promise<void> {
  const sizeBytes = (await store.stat('data', id))?.sizeBytes ?? 0;
  const path = store.pathOf?.('data', id);
  if (path !== undefined && sizeBytes > 0) forget(path);
  const { problems } = await crew.run('read pack', { id, sizeBytes, blobs });
  if (problems.length === 0) return;
  throw new Fault(
    'repository.damaged',
    `The pack data/${id} reads back different from what was written: ${problems[0]}. The disk, its cable or this machine's memory is failing. No snapshot relies on the pack, and what was saved before is not touched.`,
  );
}

function forget(path: string): void {
  const fd = openSync(path, constants.O_RDONLY);
  try {
    dropFromCache(fd);
  } finally {
    closeSync(fd);
  }
}
