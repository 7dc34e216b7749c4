/** A crew member's part of a verification: reads a restored file back and compares it, blob by blob. Memory: one blob. */
import { fstatSync, readSync } from 'node:fs';
import type { Member } from '../crew/member.ts';
import type { FileVerdict, VerifyFile } from '../crew/tasks.ts';
import { blobId } from '../packs/blob.ts';

export async function verifyFile(member: Member, { fd, blobs }: VerifyFile): Promise<FileVerdict> {
  let offset = 0;
  for (const { id, length } of blobs) {
    member.throwIfStopped();
    if (blobId(readPiece(fd, offset, length)).toString('hex') !== id) return { offset };
    member.worked(length);
    offset += length;
  }
  return fstatSync(fd).size === offset ? undefined : { offset };
}

/** What the file holds there; shorter than asked where it ends. */
function readPiece(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const bytesRead = readSync(fd, bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
