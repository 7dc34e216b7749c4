/**
 * A crew member's part of a restore: fetches a run of blobs and writes each wherever it belongs.
 *
 * Owns: nothing that lasts; the files are opened and finished by the thread that gives the orders (descriptors are the process's).
 * Memory: one run of a pack and one blob.
 */
import { writeSync } from 'node:fs';
import { isFault } from '../../base/index.ts';
import type { Member } from '../crew/member.ts';
import type { BlobToWrite, BlobWriting, WriteBlobs } from '../crew/tasks.ts';
import { openBlob } from '../packs/blob.ts';
import { fetchRange } from '../packs/fetch.ts';
import { release } from '../release.ts';
import { dataRuns } from './sparse.ts';

export async function writeBlobs(member: Member, order: WriteBlobs): Promise<BlobWriting> {
  member.throwIfStopped();
  const bytes = await fetchRange(member.store, order.pack, order);
  if (!bytes) return { failed: [...order.blobs.keys()] };
  const failed: number[] = [];
  for (const [index, blob] of order.blobs.entries()) {
    member.throwIfStopped();
    try {
      const start = blob.offset - order.offset;
      const plain = openBlob(member.sealer, bytes.subarray(start, start + blob.length), blob);
      writeEverywhere(plain, blob, order.isSparse);
      member.worked(plain.length * blob.writes.length);
      release(plain);
    } catch (error) {
      if (!isFault(error, 'repository.damaged') && (error as NodeJS.ErrnoException).syscall !== 'write') throw error;
      // What the system says of a write is told by whoever tries again: it knows the file's name.
      failed.push(index);
    }
  }
  release(bytes);
  return { failed };
}

function writeEverywhere(plain: Buffer, { writes }: BlobToWrite, isSparse: boolean): void {
  for (const { fd, at } of writes) {
    const runs = isSparse ? dataRuns(plain, at) : [{ start: 0, end: plain.length }];
    for (const { start, end } of runs) {
      for (let done = start; done < end; ) done += writeSync(fd, plain, done, end - done, at + done);
    }
  }
}
