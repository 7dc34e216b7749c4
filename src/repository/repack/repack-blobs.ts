/**
 * A crew member's part of moving blobs into new packs: reads them, proves each, stores it again.
 *
 * Sealed bytes are copied as they are, once their content is proven: sealing anew would only cost time. From a repository with another
 * key they are sealed anew, but not compressed anew.
 * Memory: one run of a pack and one blob.
 */
import { isFault } from '../../base/index.ts';
import type { Member } from '../crew/member.ts';
import type { RepackBlobs, Repacking } from '../crew/tasks.ts';
import type { PackedBlob } from '../index/files.ts';
import { openStored, type PackableBlob, sealBlob } from '../packs/blob.ts';
import { fetchRange } from '../packs/fetch.ts';
import { runsOf } from '../packs/runs.ts';
import { release } from '../release.ts';

export async function repackBlobs(member: Member, order: RepackBlobs): Promise<Repacking> {
  const failed: PackedBlob[] = [];
  for (const run of runsOf(order.blobs)) {
    member.throwIfStopped();
    const bytes = await fetchRange(member.from.store, order.pack, run);
    for (const blob of run.blobs) {
      const sealed = bytes?.subarray(blob.offset - run.offset, blob.offset - run.offset + blob.length);
      if (!sealed || !(await move(member, { blob, sealed, compress: order.compress }))) failed.push(blob);
    }
    if (bytes) release(bytes);
    member.worked(run.length);
  }
  return { failed };
}

interface Moving {
  readonly blob: PackedBlob;
  readonly sealed: Buffer;
  readonly compress: boolean;
}

/** False when the bytes are not the blob. */
async function move(member: Member, what: Moving): Promise<boolean> {
  const { blob, sealed } = what;
  const id = Buffer.from(blob.id, 'hex');
  let opened: { plaintext: Buffer; stored: Buffer };
  try {
    opened = openStored(member.from.sealer, sealed, { id, plainLength: blob.uncompressed_length ?? 0 });
  } catch (error) {
    if (!isFault(error, 'repository.damaged')) throw error;
    return false;
  }
  const moved = packable(member, what, opened);
  await member.packer(blob.type).add(id, moved);
  release(opened.plaintext);
  release(opened.stored);
  if (moved.sealed !== sealed) release(moved.sealed);
  return true;
}

function packable(
  member: Member,
  { blob, sealed, compress }: Moving,
  { plaintext, stored }: { plaintext: Buffer; stored: Buffer },
): PackableBlob {
  const plainLength = blob.uncompressed_length;
  const isRaw = plainLength === undefined;
  if (isRaw ? compress : member.version === 1) return sealBlob(member.sealer, plaintext, member.version);
  return { sealed: member.from.isSameKey ? sealed : member.sealer.seal(stored), plainLength };
}
