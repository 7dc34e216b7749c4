/**
 * A crew member's part of copying a pack as a file: byte for byte, from a repository with the same key.
 *
 * Invariant: the file appears only when its bytes are what its name says and its header says what the index says.
 * Memory: one piece of the pack.
 */
import { createHash } from 'node:crypto';
import { headerProblems } from '../check/read-pack.ts';
import type { Member } from '../crew/member.ts';
import type { CopyPack, PackCopying } from '../crew/tasks.ts';
import { fetchRange, isPackFailure } from '../packs/fetch.ts';
import { release } from '../release.ts';
import type { Store } from '../stores/store.ts';

const PIECE_BYTES = 4 << 20;
const NOT_COPIED: PackCopying = { isCopied: false };

export async function copyPack(member: Member, pack: CopyPack): Promise<PackCopying> {
  const { store } = member.from;
  const sizeBytes = await sizeOf(store, pack.id);
  const end = pack.blobs.reduce((furthest, { offset, length }) => Math.max(furthest, offset + length), 0);
  const rest = sizeBytes > end ? await fetchRange(store, pack.id, { offset: end, length: sizeBytes - end }) : undefined;
  if (!rest || headerProblems(member, pack.blobs, rest).length > 0) return NOT_COPIED;
  await using staged = await member.store.stage('data');
  const whole = createHash('sha256');
  for (let offset = 0; offset < end; offset += PIECE_BYTES) {
    member.throwIfStopped();
    const bytes = await fetchRange(store, pack.id, { offset, length: Math.min(PIECE_BYTES, end - offset) });
    if (!bytes) return NOT_COPIED;
    whole.update(bytes);
    await staged.append(bytes);
    member.worked(bytes.length);
    release(bytes);
  }
  whole.update(rest);
  if (whole.digest('hex') !== pack.id) return NOT_COPIED;
  await staged.append(rest);
  await staged.commit(pack.id);
  member.stored(pack);
  return { isCopied: true };
}

/** 0 when it is not there, or cannot be looked at. */
async function sizeOf(store: Store, pack: string): Promise<number> {
  try {
    return (await store.stat('data', pack))?.sizeBytes ?? 0;
  } catch (error) {
    if (!isPackFailure(error)) throw error;
    return 0;
  }
}
