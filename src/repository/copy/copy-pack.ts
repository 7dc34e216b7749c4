/**
 * A crew member's part of copying a pack as a file: byte for byte, from a repository with the same key.
 *
 * Invariant: the file appears only when its bytes are what its name says and its header says what the index says.
 * Memory: one piece of the pack.
 */
import { createHash } from 'node:crypto';
import { isFault } from '../../base/index.ts';
import { headerProblems } from '../check/read-pack.ts';
import type { Member } from '../crew/member.ts';
import type { CopyPack, PackCopying } from '../crew/tasks.ts';
import type { ByteRange } from '../stores/store.ts';

const PIECE_BYTES = 4 << 20;
const NOT_COPIED: PackCopying = { isCopied: false };

export async function copyPack(member: Member, pack: CopyPack): Promise<PackCopying> {
  const sizeBytes = await sizeOf(member, pack);
  const end = pack.blobs.reduce((furthest, { offset, length }) => Math.max(furthest, offset + length), 0);
  const rest = sizeBytes > end ? await piece(member, pack, { offset: end, length: sizeBytes - end }) : undefined;
  if (!rest || headerProblems(member, pack.blobs, rest).length > 0) return NOT_COPIED;
  await using staged = await member.store.stage('data');
  const whole = createHash('sha256');
  for (let offset = 0; offset < end; offset += PIECE_BYTES) {
    member.throwIfStopped();
    const bytes = await piece(member, pack, { offset, length: Math.min(PIECE_BYTES, end - offset) });
    if (!bytes) return NOT_COPIED;
    whole.update(bytes);
    await staged.append(bytes);
    member.worked(bytes.length);
  }
  whole.update(rest);
  if (whole.digest('hex') !== pack.id) return NOT_COPIED;
  await staged.append(rest);
  await staged.commit(pack.id);
  member.stored(pack);
  return { isCopied: true };
}

/** 0 when it is not there. */
async function sizeOf(member: Member, { id }: CopyPack): Promise<number> {
  return (await orAbsent(member.from.store.stat('data', id)))?.sizeBytes ?? 0;
}

async function piece(member: Member, { id }: CopyPack, range: ByteRange): Promise<Buffer | undefined> {
  return await orAbsent(member.from.store.read('data', id, range));
}

/** What cannot be read here may lie elsewhere too: whoever gave the order looks for each blob. */
async function orAbsent<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (!isFault(error, 'repository.damaged', 'store.file.missing', 'store.unreachable')) throw error;
    return undefined;
  }
}
