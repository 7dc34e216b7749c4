/** Reads what a pack says of itself: the header at its end. Source: restic's design document, "Pack Format". */
import { Fault } from '../../base/index.ts';
import { SEAL_OVERHEAD, type Sealer } from '../crypto/seal.ts';
import type { PackContents } from '../index/files.ts';
import type { Store, StoredFile } from '../stores/store.ts';
import { decodeHeader, HEADER_LENGTH_BYTES } from './header.ts';

/** One read gets the header of most packs. */
const FIRST_READ_BYTES = 8 << 10;
const MOST_HEADER_BYTES = 16 << 20;

/** Everything that lies in the pack. Throws 'repository.damaged' when header and file do not fit, and the store's Faults. */
export async function readHeader(from: { store: Store; sealer: Sealer }, { name, sizeBytes }: StoredFile): Promise<PackContents> {
  const tail = await readTail(from.store, name, { sizeBytes, length: Math.min(sizeBytes, FIRST_READ_BYTES) });
  const length = tail.length < HEADER_LENGTH_BYTES ? 0 : tail.readUInt32LE(tail.length - HEADER_LENGTH_BYTES);
  const whole = length + HEADER_LENGTH_BYTES;
  if (length <= SEAL_OVERHEAD || length > MOST_HEADER_BYTES || whole > sizeBytes) throw damaged(name, 'the length of its header is wrong');
  const bytes = whole <= tail.length ? tail.subarray(-whole) : await readTail(from.store, name, { sizeBytes, length: whole });
  const header = from.sealer.tryOpen(bytes.subarray(0, length));
  if (!header) throw damaged(name, 'its header is damaged');
  const blobs = decodeHeader(header);
  const content = blobs.reduce((sum, blob) => sum + blob.length, 0);
  if (content !== sizeBytes - whole || blobs.some((blob) => blob.length < SEAL_OVERHEAD))
    throw damaged(name, 'its header does not fit its size');
  return { id: name, blobs };
}

async function readTail(store: Store, name: string, { sizeBytes, length }: { sizeBytes: number; length: number }): Promise<Buffer> {
  return await store.read('data', name, { offset: sizeBytes - length, length });
}

function damaged(name: string, why: string): Fault {
  return new Fault('repository.damaged', `The pack data/${name} is damaged: ${why}.`);
}
