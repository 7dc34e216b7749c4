/**
 * A crew member's part of a backup: reads files, cuts them into chunks, stores the chunks that nobody has.
 *
 * A file that changes while it is read is read once more; if it changes again, it is marked.
 */
import type { Member } from '../crew/member.ts';
import type { FileReading, FileState, FileToRead, ReadFiles } from '../crew/tasks.ts';
import { blobId, sealBlob } from '../packs/blob.ts';
import { release } from '../release.ts';
import { chunksOf, isSameState, stateOf, withFile } from './file-chunks.ts';

export async function readFiles(member: Member, { files }: ReadFiles): Promise<FileReading[]> {
  const readings: FileReading[] = [];
  for (const file of files) {
    member.throwIfStopped();
    readings.push(await withFile(file.path, (fd) => readFile(member, fd, file)));
  }
  return readings;
}

async function readFile(member: Member, fd: number, listed: FileToRead): Promise<FileReading> {
  const before = stateOf(fd);
  if (!before) return { kind: 'unreadable', code: 'backup.source.missing', message: 'it is no longer a file' };
  const first = await readContent(member, fd, before);
  const after = stateOf(fd)!;
  if (isSameState(before, after)) return { kind: 'read', ...first, isTorn: false, fresh: isSameState(listed, before) ? undefined : before };
  const second = await readContent(member, fd, after);
  return { kind: 'read', ...second, isTorn: !isSameState(after, stateOf(fd)!), fresh: after };
}

/** Up to the size it had, so that a file that grows forever ends. */
async function readContent(member: Member, fd: number, { sizeBytes }: FileState): Promise<{ content: string; sizeBytes: number }> {
  let content = '';
  let bytes = 0;
  for (const chunk of chunksOf(member.chunker, fd, { from: 0, to: sizeBytes, isLast: true })) {
    member.throwIfStopped();
    content += await storeChunk(member, chunk);
    bytes += chunk.length;
  }
  return { content, sizeBytes: bytes };
}

/** Stores a chunk unless somebody has it; its id in hex. */
export async function storeChunk(member: Member, chunk: Uint8Array): Promise<string> {
  const id = blobId(chunk);
  if (member.table.claim(id, 'data')) {
    const blob = sealBlob(member.sealer, chunk, member.version);
    await member.packer('data').add(id, blob);
    release(blob.sealed);
  }
  member.worked(chunk.length);
  return id.toString('hex');
}
